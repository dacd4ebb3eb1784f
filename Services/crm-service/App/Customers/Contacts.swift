import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A person at a customer, about to be stored.
struct NewContact: Sendable {
    var customerID: CustomerID
    var name: String
    var title: String?
    var phone: String?
    var email: String?
}

extension EventTransaction {
    /// Stores a contact and gives its id.
    @discardableResult
    func save(_ contact: NewContact) async throws -> UUID {
        let id = UUID.timeOrdered()
        try await execute(
            """
            insert into contact (contact_id, customer_id, name, title, phone, email)
            values (\(id), \(contact.customerID), \(contact.name), \(contact.title), \(contact.phone),
                \(contact.email))
            """)
        return id
    }
}

/// Adds a person to a customer.
struct AddContact: Codable, Sendable {
    /// The customer.
    var id: CustomerID
    var name: String
    var title: String?
    var phone: String?
    var email: String?
}

struct ContactAdded: Codable, Sendable {
    var id: CustomerID
    var contactID: UUID
}

func addContact(_ input: AddContact, _ call: CommandCall) async throws -> ContactAdded {
    _ = try await call.ownCustomer(input.id)
    let contact = NewContact(
        customerID: input.id, name: try input.name.required("name"), title: input.title?.meaningful,
        phone: input.phone?.meaningful, email: input.email?.meaningful)
    return ContactAdded(id: input.id, contactID: try await call.tx.save(contact))
}
