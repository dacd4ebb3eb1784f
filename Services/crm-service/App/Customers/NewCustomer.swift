import CRMEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A customer about to be stored, however it came: converted from a lead, or registered in the shop.
struct NewCustomer: Sendable {
    var id: CustomerID
    var name: String
    var email: String?
    var phone: String?
    var ownerID: StaffID?
    var leadID: LeadID?
    var shopper: Bool
}

extension EventTransaction {
    /// Stores a customer and its credit terms, which are the company's default until finance grants others: pay first.
    func save(_ customer: NewCustomer) async throws {
        let number = try await documentNumber("CU", self)
        try await execute(
            """
            insert into customer (customer_id, number, name, email, phone, owner_id, lead_id, shopper, chain)
            values (\(customer.id), \(number), \(customer.name), \(customer.email), \(customer.phone),
                \(customer.ownerID), \(customer.leadID), \(customer.shopper), \(chain))
            """)
        try await execute(
            """
            insert into credit_terms (customer_id, credit_limit, payment_terms)
            values (\(customer.id), 0, \(PaymentTerms.prepaid))
            """)
        emit(
            CustomerChanged(
                customerID: customer.id, number: number, name: customer.name, email: customer.email,
                phone: customer.phone, ownerID: customer.ownerID))
        emit(CreditTermsChanged(customerID: customer.id, creditLimit: .zero, paymentTerms: .prepaid))
    }
}
