import Foundation
import Kernel
import Messaging
import Postgres

/// What a handler knows of the request besides its input.
public protocol Calling: Sendable {
    /// Who is signed in; nil only where the route admits anyone.
    var person: Person? { get }
    /// The language the person reads.
    var language: Language { get }
    /// The service's configuration, texts, sessions and event core.
    var service: ServiceContext { get }
    /// The request as it came, for the few handlers that need its headers or raw bytes.
    var request: ReceivedRequest { get }
}

/// The call of a query, a page or an action.
public struct Call: Calling {
    public let person: Person?
    public let language: Language
    public let service: ServiceContext
    public let request: ReceivedRequest

    /// The service's own database, for queries.
    public var database: PostgresPool { service.database }

    /// Runs a transaction in which events can be emitted, acting as the signed-in person.
    public func transaction<T: Sendable>(
        chain: UUID? = nil, _ body: @escaping @Sendable (EventTransaction) async throws -> T
    ) async throws -> T {
        try await service.messaging.transaction(
            Origin(chain: chain, actor: person?.actor ?? service.name, traceparent: request.trace.traceparent), body)
    }
}

/// The call of a command: everything happens in one transaction, the stored answer included.
public struct CommandCall: Calling {
    public let person: Person?
    public let language: Language
    public let service: ServiceContext
    public let request: ReceivedRequest
    /// The transaction of the command.
    public let tx: EventTransaction
    /// The revision the caller saw, where the route edits.
    var seen: SeenRevision?
}

extension Calling {
    /// The signed-in person.
    /// - Throws: ``Problem`` 401 when nobody is.
    public func signedIn() throws -> Person {
        guard let person else { throw Problem.notSignedIn }
        return person
    }

    /// The text of the key in the person's language, or the key itself when it has none.
    public func text(_ key: String) -> String { service.texts[key, language] }

    /// A value as the person reads it.
    public func format(_ money: Money) -> String { language.format(money) }
    /// A day as the person reads it.
    public func format(_ date: BusinessDate) -> String { language.format(date) }
    /// An instant in the company's zone.
    public func format(_ instant: Date) -> String { language.format(instant) }
    /// A number without trailing zeros.
    public func format(_ number: ExactDecimal) -> String { language.format(number) }
    /// A number with its unit.
    public func format(_ quantity: Quantity) -> String { language.format(quantity) }

    /// Starts a session of the person and gives the answer that carries it, cookies included.
    ///
    /// - Parameter tx: the transaction that it belongs to, if any.
    /// - Throws: ``ServiceContext/NoSessionsHere`` when this service does not sign people in.
    public func startSession(
        _ person: Person, in tx: EventTransaction? = nil
    ) async throws -> SessionStarted {
        let book = try service.book()
        let proof = person.amr.isEmpty ? [:] : ["by": person.amr.joined(separator: ", ")]
        try await record(.signIn, "signs in", by: person, details: proof, in: tx)
        guard let tx else { return try await book.begin(person, request, service.database) }
        return try await book.begin(person, request, tx)
    }
}

/// A request as it came.
public struct ReceivedRequest: Sendable {
    /// The id that the log and the answer carry.
    public let id: String
    public let method: String
    /// The path without the query.
    public let path: String
    /// The query as it came, without the question mark; empty when there is none.
    public let query: String
    /// Header fields by lower-case name; of several with one name the first.
    public let headers: [String: String]
    /// The body as it came.
    public let body: Data

    /// The value of a header field, in any case.
    public func header(_ name: String) -> String? { headers[name.lowercased()] }
    /// What makes a repeated call recognisable: the header `Idempotency-Key`, or the hidden field `_key` of a form.
    public internal(set) var idempotencyKey: String?
    /// The trace the request belongs to.
    public internal(set) var trace = TraceContext(header: nil)
    /// Where the request comes from, as far as it is known: limits count by it when nobody is signed in.
    public internal(set) var address = "unknown"
    /// Whether people reach the service by `https`.
    var isSecure = false
    /// Whether a page is only looked at for what has changed, and nothing of it is shown.
    var isLook = false
    /// The cookies that came with it.
    var cookies: SentCookies { SentCookies(header: headers["cookie"] ?? "", isSecure: isSecure) }
    /// Whether a form of a page sent it.
    public var isForm: Bool {
        guard let type = header("content-type") else { return false }
        // Programs send files in the same way, and want no page.
        return type.hasPrefix(Self.formType)
            || (type.hasPrefix("multipart/form-data") && (header("accept") ?? "").contains("text/html"))
    }
    static let formType = "application/x-www-form-urlencoded"
}
