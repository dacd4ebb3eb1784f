import EventContracts
import Foundation
import Kernel

/// A customer's credit limit and payment terms (sensitive).
public struct CreditTermsChanged: Event {
    public static let type = "crm.credit-terms.changed"
    public static let summary = "A customer's credit limit and payment terms (sensitive)."
    public var customerID: CustomerID
    public var creditLimit: Money
    public var paymentTerms: PaymentTerms

    public init(
        customerID: CustomerID, creditLimit: Money, paymentTerms: PaymentTerms
    ) {
        self.customerID = customerID
        self.creditLimit = creditLimit
        self.paymentTerms = paymentTerms
    }
    public var aggregate: UUID { customerID.rawValue }
}
