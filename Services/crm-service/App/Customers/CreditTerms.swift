import CRMDomain
import CRMEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// Finance grants a customer credit, or takes it back.
struct SetCreditTerms: Codable, Sendable {
    var id: CustomerID
    var creditLimit: Money
    var paymentTerms: PaymentTerms
}

struct CreditTerms: Editable, Codable, Sendable {
    var id: CustomerID
    var creditLimit: Money
    var paymentTerms: PaymentTerms
    var etag: String?
}

func setCreditTerms(_ input: SetCreditTerms, _ call: CommandCall) async throws -> CreditTerms {
    let limit = input.creditLimit
    guard limit.currency == .company, !limit.isNegative, limit <= largestAmount else {
        throw Problem.invalid(field: "creditLimit", "must be an amount of the company's currency, zero or more")
    }
    _ = try await call.tx.customer(input.id)
    try call.mustBeCurrent(
        try await call.tx.first("select xmin::text from credit_terms where customer_id = \(input.id)", as: String.self))
    call.tx.write(
        """
        update credit_terms set credit_limit = \(input.creditLimit), payment_terms = \(input.paymentTerms),
            changed_at = clock_timestamp()
        where customer_id = \(input.id)
        """)
    call.tx.emit(
        CreditTermsChanged(
            customerID: input.id, creditLimit: input.creditLimit, paymentTerms: input.paymentTerms))
    return CreditTerms(id: input.id, creditLimit: input.creditLimit, paymentTerms: input.paymentTerms)
}

func creditTerms(_ input: CustomerPath, _ call: Call) async throws -> CreditTerms {
    try await checkReadable(input.id, call)
    try await recordRead(of: .creditTerms, input.id, call)
    return try await readCreditTerms(input.id, call)
}

/// Reads the terms without a record: for a route that has made one.
func readCreditTerms(_ id: CustomerID, _ call: Call) async throws -> CreditTerms {
    let query: SQL = """
        select customer_id as id, credit_limit, payment_terms, xmin::text as etag from credit_terms where customer_id = \(id)
        """
    guard let terms: CreditTerms = try await call.database.first(query) else {
        throw Problem.notFound("customer", id)
    }
    return terms
}
