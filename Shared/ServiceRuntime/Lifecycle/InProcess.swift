import Foundation
import Kernel

/// An answer that a test got without a socket.
public struct InProcessAnswer: Sendable {
    public let status: Int
    /// Header fields in order; names as they were written.
    public let headers: [(name: String, value: String)]
    public let body: Data

    public var text: String { String(decoding: body, as: UTF8.self) }
    /// The first field of that name, in any case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
    /// The body as a value.
    public func json<T: Decodable>(as type: T.Type = T.self) throws -> T { try WireJSON.decode(type, from: body) }
}

extension ServiceAssembly {
    /// Sends a request through everything but the socket: how tests call a service.
    ///
    /// - Parameters:
    ///   - target: path and query, as in a request line.
    ///   - headers: header fields; `content-type` is JSON when a body comes without one.
    ///   - bytes: a body that is no text.
    public func ask(
        _ method: String = "GET", _ target: String, headers: [String: String] = [:], body: String? = nil,
        bytes: Data? = nil
    ) async -> InProcessAnswer {
        shown(await answer(method, target, headers: headers, body: body, bytes: bytes))
    }

    /// Follows a page as a browser does, until nobody reads the texts any more or the service ends them.
    public func follow(_ target: String, headers: [String: String]) async -> (InProcessAnswer, AsyncStream<String>) {
        let answer = await answer("GET", target, headers: headers.merging(["accept": "text/event-stream"]) { $1 })
        let (texts, continuation) = AsyncStream.makeStream(of: String.self)
        let telling = Task { [stream = answer.stream] in
            defer { continuation.finish() }
            try? await stream?.run { continuation.yield($0) }
        }
        continuation.onTermination = { _ in telling.cancel() }
        return (shown(answer), texts)
    }

    private func answer(
        _ method: String, _ target: String, headers: [String: String], body: String? = nil, bytes: Data? = nil
    ) async -> Answer {
        var fields = Dictionary(headers.map { ($0.key.lowercased(), $0.value) }) { $1 }
        if body != nil, fields["content-type"] == nil { fields["content-type"] = "application/json" }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return await responder.answer(
            to: ReceivedRequest(
                id: UUID.timeOrdered().text, method: method, path: parts[0],
                query: parts.count == 2 ? parts[1] : "", headers: fields, body: bytes ?? Data((body ?? "").utf8),
                idempotencyKey: fields["idempotency-key"], trace: TraceContext(header: fields["traceparent"])))
    }

    private func shown(_ answer: Answer) -> InProcessAnswer {
        let type = answer.contentType.map { [(name: "Content-Type", value: $0)] } ?? []
        return InProcessAnswer(
            status: answer.status, headers: type + answer.headers.map { (name: $0.0, value: $0.1) }, body: answer.body)
    }

    /// A signed token for the person, for tests of services that do not sign people in: its key is stored here as if
    /// it had been published.
    public func token(for person: Person) async throws -> String {
        let service = Issuer(of: person.kind).rawValue
        let key = StoredSigningKey.make()
        try await SigningKeys.store(try key.published(), of: service, context.database)
        await context.sessions.forgetWhenRead()
        let issuer = try await SessionIssuer(service: service, keys: [key])
        return try await issuer.issue(person, for: .hours(1))
    }
}
