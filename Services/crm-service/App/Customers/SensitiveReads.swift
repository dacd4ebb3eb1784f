import Kernel
import Postgres
import ServiceRuntime

/// What of a customer is sensitive.
enum SensitiveFact: String, Sendable {
    case contribution
    case creditTerms = "credit_terms"
}
extension SensitiveFact: PostgresEncodable {}

/// Puts a read of sensitive facts on record, before it happens: without the record there is no read.
func recordRead(of fact: SensitiveFact, _ customer: CustomerID, _ call: Call) async throws {
    let person = try call.signedIn()
    try await call.database.execute(
        """
        insert into sensitive_read (reader_id, reader_name, customer_id, what)
        values (\(person.id), \(person.name), \(customer), \(fact))
        """)
}
