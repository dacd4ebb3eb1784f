import AsyncHTTPClient
import Foundation
import JSONSchema
import Kernel
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// The public HTTP interface of the whole system, as any client sees it.
final class Gateway: Sendable {
    let settings: Settings
    private let client: HTTPClient
    /// How long a call goes on through an outage before it is given up.
    let patience: Duration
    let stopwatch = Stopwatch()

    init(settings: Settings, patience: Duration = .seconds(180)) {
        self.settings = settings
        self.patience = patience
        var configuration = HTTPClient.Configuration()
        configuration.timeout = .init(connect: .seconds(3), read: .seconds(30))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        client = HTTPClient(configuration: configuration)
    }

    func close() async { try? await client.shutdown() }

    /// One answer of the gateway.
    struct Answer: Sendable {
        let status: Int
        let body: JSONValue
        let retryAfter: Double?
    }

    /// What is sent with a call.
    struct Content: Sendable {
        let type: String
        let bytes: Data
    }

    func call(_ method: String, _ path: String, token: String?, body: JSONValue? = nil, key: String = UUID().uuidString)
        async throws -> Answer
    {
        let json = try body.map { Content(type: "application/json", bytes: try WireJSON.encode($0)) }
        return try await call(method, path, token: token, content: json, key: key)
    }

    /// Calls until there is an answer that is not an outage. Unsafe calls carry the same key each time, so that a call
    /// whose answer was lost has its effect once.
    func call(_ method: String, _ path: String, token: String?, content: Content?, key: String) async throws -> Answer {
        let deadline = ContinuousClock.now + patience
        var pause = 0.05
        while true {
            do {
                let answer = try await once(method, path, token: token, content: content, key: key)
                guard isOutage(answer), ContinuousClock.now < deadline else { return answer }
                pause = answer.retryAfter ?? pause
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                guard ContinuousClock.now < deadline else { throw error }
            }
            try await Task.sleep(for: .seconds(min(pause, 1)))
            pause = min(1, pause * 2)
        }
    }

    /// 502 and 504 come from the gateway, 503 from a service without its database, 409 with Retry-After from a service
    /// that has not yet heard of something.
    private func isOutage(_ answer: Answer) -> Bool {
        [502, 503, 504].contains(answer.status) || (answer.status == 409 && answer.retryAfter != nil)
    }

    private func once(_ method: String, _ path: String, token: String?, content: Content?, key: String) async throws
        -> Answer
    {
        var request = HTTPClientRequest(url: settings.url + path)
        request.method = .RAW(value: method)
        request.headers.add(name: "Accept", value: "application/json")
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if method != "GET" { request.headers.add(name: "Idempotency-Key", value: key) }
        if let content {
            request.headers.add(name: "Content-Type", value: content.type)
            request.body = .bytes(ByteBuffer(data: content.bytes))
        }
        let start = ContinuousClock.now
        let response = try await client.execute(request, timeout: .seconds(35))
        let buffer = try await response.body.collect(upTo: 32 * 1_048_576)
        stopwatch.note(method, path, milliseconds: seconds(since: start) * 1000)
        let json = try? WireJSON.decode(JSONValue.self, from: Data(buffer: buffer))
        return Answer(
            status: Int(response.status.code), body: json ?? .string(String(buffer: buffer)),
            retryAfter: response.headers.first(name: "Retry-After").flatMap(Double.init))
    }
}

/// A call that was answered, but not with what was needed.
struct Refused: Error, CustomStringConvertible {
    let call: String
    let status: Int
    let answer: JSONValue

    var description: String {
        let detail = answer["detail"]?.text ?? answer["title"]?.text ?? answer.text ?? ""
        let fields = (answer["errors"]?.elements ?? []).compactMap { error -> String? in
            guard let field = error["field"]?.text ?? error["pointer"]?.text else { return nil }
            return "\(field): \(error["detail"]?.text ?? error["message"]?.text ?? "")"
        }
        return "\(call) → \(status) \(detail) \(fields.joined(separator: "; "))"
    }
}
