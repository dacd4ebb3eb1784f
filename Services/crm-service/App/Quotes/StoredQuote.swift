import CRMDomain
import CRMEvents
import EventContracts
import Foundation
import JSONSchema
import Kernel
import Messaging
import Postgres
import ServiceRuntime

extension QuoteVersionState: PostgresEncodable, PostgresDecodable, SchemaRepresentable {}

/// A quote as it is stored.
struct StoredQuote: Decodable, Sendable {
    var quoteID: QuoteID
    var number: String
    var opportunityID: OpportunityID
    var customerID: CustomerID
    var ownerID: StaffID
    var chain: UUID
    var createdAt: Date
}

/// One version as it is stored, without its lines.
struct StoredVersion: Decodable, Sendable {
    var quoteID: QuoteID
    var version: Int
    var state: QuoteVersionState
    var validUntil: BusinessDate
    var note: String?
    var net: Money
    var tax: Money
    var total: Money
    var createdAt: Date
    var submittedAt: Date?
    var contentHash: String?
    var approvedHash: String?
    var requestID: UUID?
    var approvalOutcome: ApprovalOutcome?
    var approvalComment: String?
    var replacedBy: Int?
    var todoID: UUID?
}

/// One line as it is stored.
struct StoredLine: Decodable, Sendable {
    var version: Int
    var lineNo: Int
    var lineID: UUID
    var productID: ProductID
    var sku: String
    var name: String
    /// Its name in Chinese, once the product is known.
    var nameZh: String?
    var quantity: ExactDecimal
    var listPrice: Money
    var unitPrice: Money
    var taxRate: ExactDecimal
    var net: Money
    var tax: Money
    var options: [String: String]
}

extension PostgresExecutor {
    /// The versions of a quote in order.
    func versions(of quote: QuoteID) async throws -> [StoredVersion] {
        try await all("select * from quote_version where quote_id = \(quote) order by version")
    }

    /// The lines of all versions of a quote in order.
    func lines(of quote: QuoteID) async throws -> [StoredLine] {
        try await all(
            """
            select line.*, product.name_zh from quote_line line left join product using (product_id)
            where line.quote_id = \(quote) order by line.version, line.line_no
            """)
    }
}

/// A quote that is locked for a change, with everything the rules look at.
struct LockedQuote: Sendable {
    var quote: StoredQuote
    var versions: [StoredVersion]
    var lines: [StoredLine]

    /// The quote as the rules see it.
    var rules: Quote {
        Quote(versions: versions.map { .init(number: $0.version, state: $0.state, replacedBy: $0.replacedBy) })
    }

    /// - Throws: ``Problem`` 404 when there is no such version.
    func version(_ number: Int) throws -> StoredVersion {
        guard let version = versions.first(where: { $0.version == number }) else {
            throw Problem.notFound("version", number)
        }
        return version
    }

    func lines(_ number: Int) -> [StoredLine] { lines.filter { $0.version == number } }

    /// What a version promises, as it is stored now.
    func content(_ number: Int) throws -> QuoteContent {
        let version = try version(number)
        return try QuoteContent(
            quoteID: quote.quoteID, version: number, customerID: quote.customerID, validUntil: version.validUntil,
            note: version.note,
            lines: lines(number).map {
                try QuoteLine(
                    lineID: $0.lineID, productID: $0.productID, quantity: $0.quantity, unitPrice: $0.unitPrice,
                    taxRate: $0.taxRate, options: $0.options)
            })
    }
}

extension CommandCall {
    /// Locks a quote that the person may change.
    /// - Throws: ``Problem`` 404 when they may not even read it, 403 when it is not theirs.
    func ownQuote(_ id: QuoteID) async throws -> LockedQuote {
        let locked = try await tx.quote(id, if: try reads())
        try signedIn().mustOwn("quote", of: locked.quote.ownerID)
        return locked
    }
}

extension EventTransaction {
    /// Locks a quote for a change; what is emitted continues its chain.
    /// - Throws: ``Problem`` 404.
    func quote(_ id: QuoteID, if visible: SQL = "true") async throws -> LockedQuote {
        let query: SQL = "select * from quote where quote_id = \(id) and \(visible) for no key update"
        guard let quote: StoredQuote = try await first(query) else { throw Problem.notFound("quote", id) }
        join(chain: quote.chain)
        return LockedQuote(quote: quote, versions: try await versions(of: id), lines: try await lines(of: id))
    }

    /// Writes the states that changed, and closes the to-dos of versions that no longer wait for their owner. What the
    /// customer no longer holds goes first: at most one version is sent at any moment.
    func save(_ rules: Quote, of locked: LockedQuote) async throws {
        let changed = rules.versions.filter { new in
            locked.versions.contains {
                $0.version == new.number && ($0.state != new.state || $0.replacedBy != new.replacedBy)
            }
        }
        for version in changed.filter({ $0.state != .sent }) + changed.filter({ $0.state == .sent }) {
            try await execute(
                """
                update quote_version set state = \(version.state), replaced_by = \(version.replacedBy)
                where quote_id = \(locked.quote.quoteID) and version = \(version.number)
                """)
            try await closeDecisionTodo(of: locked, version.number)
        }
        withdrawRequests(for: rules, of: locked)
    }

    private func closeDecisionTodo(of locked: LockedQuote, _ number: Int) async throws {
        guard let todo = try locked.version(number).todoID else { return }
        closeTodo(CRM.self, todo)
        try await execute(
            """
            update quote_version set todo_id = null
            where quote_id = \(locked.quote.quoteID) and version = \(number)
            """)
    }
}
