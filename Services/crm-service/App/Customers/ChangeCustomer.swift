import CRMEvents
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A customer as it is stored: the master record.
struct Customer: Decodable, Sendable {
    var customerID: CustomerID
    var number: String
    var name: String
    var email: String?
    var phone: String?
    var ownerID: StaffID?
    var leadID: LeadID?
    var shopper: Bool
    var chain: UUID
    var createdAt: Date
    var etag: String?
}

extension CommandCall {
    /// Locks a customer that the person may change.
    /// - Throws: ``Problem`` 404 when they may not even read it, 403 when it is not theirs.
    func ownCustomer(_ id: CustomerID) async throws -> Customer {
        let customer = try await tx.customer(id, if: try reads())
        try signedIn().mustOwn("customer", of: customer.ownerID)
        return customer
    }
}

extension EventTransaction {
    /// Locks a customer for a change; what is emitted continues its chain.
    /// - Throws: ``Problem`` 404.
    func customer(_ id: CustomerID, if visible: SQL = "true") async throws -> Customer {
        let query: SQL =
            "select *, xmin::text as etag from customer where customer_id = \(id) and \(visible) for no key update"
        guard let customer: Customer = try await first(query) else { throw Problem.notFound("customer", id) }
        join(chain: customer.chain)
        return customer
    }

    /// What a customer is called now.
    func customerName(_ id: CustomerID) async throws -> String {
        try await one("select name from customer where customer_id = \(id)")
    }
}

/// Corrects the master record; the other services follow.
struct ChangeCustomer: Codable, Sendable {
    var id: CustomerID
    var name: String
    var email: String?
    var phone: String?
}

struct CustomerPath: Codable, Sendable {
    var id: CustomerID
}

func changeCustomer(_ input: ChangeCustomer, _ call: CommandCall) async throws -> CustomerPath {
    let customer = try await call.ownCustomer(input.id)
    try call.mustBeCurrent(customer.etag)
    let name = try input.name.required("name")
    let (email, phone) = (input.email?.meaningful, input.phone?.meaningful)
    call.tx.write(
        """
        update customer set name = \(name), email = \(email), phone = \(phone) where customer_id = \(input.id)
        """)
    call.tx.emit(
        CustomerChanged(
            customerID: input.id, number: customer.number, name: name, email: email, phone: phone,
            ownerID: customer.ownerID))
    return CustomerPath(id: input.id)
}
