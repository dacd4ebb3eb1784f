import Foundation
import JSONSchema
import Kernel
import Messaging

/// The methods a route can have.
public enum Method: String, Sendable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
}

/// A route as a value: where it is, what it takes and gives, who may use it, and what it does.
public struct Route: Sendable {
    /// What kind of route it is, and what belongs only to that kind.
    enum Kind: Sendable {
        case query, command, action, download, live
        case content(type: String)
        case page(template: String, title: String)
    }

    public let method: Method
    /// Relative to the service's prefix (pages) or to its `/api` (all others); `trips/{id}`.
    public let path: String
    /// What it does in one line, for the API document.
    public let summary: String
    public let access: Access
    let kind: Kind
    /// The status of success.
    let status: Int
    /// Where a form goes on success; `{name}` stands for a field of the answer or of the input.
    let then: String?
    /// Whether it overwrites what people edit, and so wants to know which revision they saw.
    var edits = false
    /// Whether the person must have proved a moment ago who they are.
    var needsProof = false
    var deprecation: Deprecation?
    /// Whether its body is `multipart/form-data`.
    var takesFiles = false
    /// The most bytes its body may have.
    var largestBody = ReceivedRequest.largestBody
    /// Whether it waits for the servers of others.
    var asksOthers = false
    /// Of a query that may be followed: the aggregate types whose events change its answer.
    var watches: [String] = []
    /// Of a query by which fields of forms find what they refer to.
    var lookup: Lookup?
    let inputSchema: @Sendable () throws -> JSONValue
    let outputSchema: @Sendable () throws -> JSONValue
    let perform: @Sendable (InputValue, Call) async throws -> RouteResult

    var isPage: Bool { if case .page = kind { true } else { false } }
    var isLive: Bool { if case .live = kind { true } else { false } }
    var isQuery: Bool { if case .query = kind { true } else { false } }
    /// Whether its answers have a tag by which a caller knows that nothing changed.
    var hasEntityTag: Bool { if case .content = kind { true } else { isQuery } }
    /// Whether it waits for nothing but the service's own database, and briefly.
    var onlyReads: Bool { (isPage || isQuery) && !asksOthers }
    var isCommand: Bool { if case .command = kind { true } else { false } }
}

/// What a handler gave.
enum RouteResult: Sendable {
    /// Data for the API, and where a form would go.
    case data(RouteAnswer)
    /// A view for the page's template.
    case view(any Encodable & Sendable)
    /// A file to keep.
    case file(Download)
    /// Bytes that never change at their address.
    case content(KeptContent, type: String)
}

/// The stored and sent form of an answer.
struct RouteAnswer: Sendable {
    let status: Int
    let body: Data
    var cookies: [String] = []
    var next: String?
    /// Of a document that can be edited.
    var revision: String?
    var shownOnce: String?

    init(status: Int, _ out: some Encodable & Sendable, _ configuration: ServiceConfiguration) throws {
        self.init(status: status, body: try WireJSON.encode(out), of: out, configuration)
    }

    init(status: Int, body: Data, of out: some Sendable, _ configuration: ServiceConfiguration) {
        (self.status, self.body) = (status, body)
        cookies =
            (out as? any SetsCookies)?.cookies(configuration)
            ?? (out as? any LeavesCookies)?.cookies.map { $0.field(configuration).1 } ?? []
        next = (out as? any HasNextPage)?.next
        revision = (out as? any Editable)?.etag
        shownOnce = (out as? any ShowsOnce)?.shownOnce
    }
}

/// An answer that sets cookies.
protocol SetsCookies {
    func cookies(_ configuration: ServiceConfiguration) -> [String]
}

/// Thrown by a page's handler to send the browser elsewhere.
public struct Redirect: Error, Sendable {
    public let location: String
    let cookies: [Cookie]
    let session: SessionStarted?

    /// - Parameter session: the session that began here.
    public init(to location: String, cookies: [Cookie] = [], session: SessionStarted? = nil) {
        (self.location, self.cookies, self.session) = (location, cookies, session)
    }

    func answer(_ configuration: ServiceConfiguration) -> Answer {
        var answer = Answer.redirect(to: location)
        answer.headers += cookies.map { $0.field(configuration) }
        answer.headers += (session?.cookies(configuration) ?? []).map { ("Set-Cookie", $0) }
        return answer
    }
}

extension Route {
    /// Whether a browser's request must come from our own pages. Actions that admit anyone take what others send (a
    /// payment company's notification) and trust its content only.
    var checksOrigin: Bool {
        if case .action = kind, access == .anyone { return false }
        return true
    }
}
