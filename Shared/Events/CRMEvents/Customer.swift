import EventContracts
import Foundation
import Kernel

/// A customer was added or changed: CRM is the master.
public struct CustomerChanged: Event {
    public static let type = "crm.customer.changed"
    public static let summary = "A customer was added or changed: CRM is the master."
    public var customerID: CustomerID
    public var number: String
    public var name: String
    public var email: String?
    public var phone: String?
    public var ownerID: StaffID?

    public init(
        customerID: CustomerID, number: String, name: String, email: String? = nil, phone: String? = nil,
        ownerID: StaffID? = nil
    ) {
        self.customerID = customerID
        self.number = number
        self.name = name
        self.email = email
        self.phone = phone
        self.ownerID = ownerID
    }
    public var aggregate: UUID { customerID.rawValue }
    public var label: String? { name }
}
