import Kernel
import Postgres
import ServiceRuntime

/// What of customers and leads is sensitive.
enum SensitiveFact: String, Sendable {
    case contribution
    /// Names of people with their telephone numbers and addresses.
    case contactDetails = "contact details"
    case creditTerms = "credit terms"
}

/// - Throws: ``Problem`` 404 when the person may not read the customer.
func checkReadable(_ customer: CustomerID, _ call: Call) async throws {
    let isReadable: Bool = try await call.database.one(
        "select exists (select from customer where customer_id = \(customer) and \(try call.reads()))")
    guard isReadable else { throw Problem.notFound("customer", customer) }
}

/// Puts a read of sensitive facts on record, before it happens: without the record there is no read.
func recordRead(of fact: SensitiveFact, _ customer: CustomerID, _ call: Call) async throws {
    try await call.record(.read, "reads \(fact.rawValue)", of: "/crm/api/customers/\(customer)")
}

/// Puts a read of how to reach people on record, before it happens.
/// - Parameter documents: where it is read, `leads/0190…`.
func recordContactRead(_ documents: String, _ call: Call) async throws {
    try await call.record(.read, "reads \(SensitiveFact.contactDetails.rawValue)", of: "/crm/api/\(documents)")
}
