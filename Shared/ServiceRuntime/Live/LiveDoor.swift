import Foundation
import JSONSchema
import Kernel
import Messaging

/// `GET <prefix>/api/live?of=<page>`: tells who looks at a page that it has changed. As `text/event-stream` for as long as
/// the page is open, going on after `Last-Event-ID`; to who does not stream, once, as JSON.
struct LiveDoor: Sendable {
    struct Query: Codable, Sendable {
        /// Path and query of the page.
        var of: String
        /// The revision that the page at hand has.
        var seen: String?
    }
    struct Standing: Codable, Sendable {
        let revision: String
        let told: String
    }

    /// The route, as the table of routes has it; ``answer(_:_:)`` is what it does.
    static let route = Route(
        method: .get, path: "api/live", summary: "Tells that a page has changed", access: .signedIn, kind: .live,
        status: 200, then: nil, inputSchema: { try SchemaProbe.schema(of: Query.self) }, outputSchema: { [:] },
        perform: { _, _ in throw Problem.internalError })

    let conversation: Conversation

    func answer(_ call: Call) async throws -> Answer {
        let asked = try FormFields.parse(call.request.query).decode(Query.self)
        let look = try await conversation.look(at: asked.of, call)
        guard call.request.header("accept")?.contains("text/event-stream") ?? false else {
            let standing = Standing(revision: look.revision, told: String(decoding: look.told, as: UTF8.self))
            var answer = Answer.json(200, try WireJSON.encode(standing))
            answer.headers.append(("Cache-Control", "no-store"))
            return answer
        }
        guard let place = call.service.livePlaces.take(call.person?.id) else { throw Problem.tooManyStreams }
        let stream = LiveStream(
            conversation: conversation, call: call, page: asked.of, first: look, place: place,
            seen: call.request.header("last-event-id") ?? asked.seen ?? look.revision)
        return Answer(
            status: 200, contentType: "text/event-stream; charset=utf-8",
            // The gateway passes on what it gets at once.
            headers: [("Cache-Control", "no-store"), ("X-Accel-Buffering", "no")], stream: stream)
    }
}

extension Problem {
    static let tooManyStreams = Problem(
        type: "too-many-streams", status: 429, title: "Too many pages are followed at once",
        detail: "ask now and then instead, without Accept: text/event-stream", retryAfter: 30)
}
