import Crypto
import Foundation
import JSONSchema
import Kernel
import Messaging

/// What a page shows a person at this moment, without showing it: by the same handler, under the same conditions. Another
/// revision means that something the person may see has changed.
struct PageLook: Sendable {
    /// What is told of a change of a document: the latest entry of its history, in the person's words.
    struct News: Codable, Sendable {
        let what: String?
        let who: String?
        let state: String?
    }
    let revision: String
    /// What is told of it: of a page its news, of a watched query its answer.
    let told: Data
    let interest: Changes.Interest
}

extension PageLook {
    /// Of what a handler gave; nil of what nobody can watch.
    init?(_ result: RouteResult, watches: [String]) throws {
        switch result {
        case .view(let view):
            guard Self.isFollowed(view) else { return nil }
            let shown = try PageValue(view)
            revision = shown.mark
            let document = (view as? any ShowsDocument)?.document
            let latest = document?.history.first
            told = try WireJSON.encode(
                News(what: latest?.historyText, who: latest?.historyWho, state: document?.badges.first?.text))
            interest = document == nil ? .anything : .ids(shown.ids)
        case .data(let answer):
            guard !watches.isEmpty else { return nil }
            revision = Self.mark(of: answer.body)
            told = answer.body
            interest = .types(Set(watches))
        case .file, .content: return nil
        }
    }

    /// Whether people are told when the page changes.
    static func isFollowed(_ view: any Sendable) -> Bool { view is any ShowsDocument || view is any ShowsTable }

    private static func mark(of data: Data) -> String { Data(SHA256.hash(data: data).prefix(12)).base64URL }
}

extension Conversation {
    /// Looks at a page as the person of the call.
    /// - Parameter place: path and query of the page.
    /// - Throws: ``Problem`` as the page itself would, and 404 for what nobody can watch.
    func look(at place: String, _ call: Call) async throws -> PageLook {
        let (route, result) = try await show(place, call)
        guard let look = try PageLook(result, watches: route.watches) else { throw Problem.notFound }
        return look
    }

    /// What a page's handler gives the person, as if they asked for it; the read is not on record, for nothing is shown.
    func show(_ place: String, _ call: Call, isLook: Bool = true) async throws -> (Route, RouteResult) {
        guard FormDestination.isLocal(place) else { throw Problem.notFound }
        let parts = place.split(separator: "?", maxSplits: 1).map(String.init)
        guard case .found(let route, _, let parameters) = table.match(.get, parts[0]),
            route.isPage || !route.watches.isEmpty
        else { throw Problem.notFound }
        try route.access.check(call.person)
        if route.needsProof { try await RecentProof.check(call) }
        let asked = call.request.asking(parts[0], query: parts.count == 2 ? parts[1] : "", isLook: isLook)
        let other = Call(person: call.person, language: call.language, service: call.service, request: asked)
        let input = try await input(of: route, parameters, other)
        let result = try await withTimeLimit(context.configuration.timeLimit) { try await route.perform(input, other) }
        return (route, result)
    }
}

extension ReceivedRequest {
    /// The same browser asking for a page.
    func asking(_ path: String, query: String, isLook: Bool) -> ReceivedRequest {
        var other = ReceivedRequest(
            id: id, method: "GET", path: path, query: query,
            headers: headers.filter { !["content-type", "content-length", "idempotency-key"].contains($0.key) },
            body: Data())
        (other.trace, other.address, other.isSecure, other.isLook) = (trace, address, isSecure, isLook)
        return other
    }
}
