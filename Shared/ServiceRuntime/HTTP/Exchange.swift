import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationCompat

/// What is answered, before it becomes Hummingbird's.
struct Answer: Sendable {
    var status: Int
    var contentType: String?
    var body = Data()
    var headers: [(String, String)] = []
    /// What goes on being told after the head.
    var stream: LiveStream?

    static func json(_ status: Int, _ body: Data) -> Answer {
        Answer(status: status, contentType: "application/json", body: body)
    }
    static func html(_ status: Int, _ text: String) -> Answer {
        Answer(status: status, contentType: "text/html; charset=utf-8", body: Data(text.utf8))
    }
    static func text(_ status: Int, _ text: String) -> Answer {
        Answer(status: status, contentType: "text/plain; charset=utf-8", body: Data(text.utf8))
    }
    static func redirect(to location: String) -> Answer {
        Answer(status: 303, headers: [("Location", location)])
    }

    /// - Parameter peer: whom it is given: a stream ends when they go.
    func response(to peer: (any Channel)?) -> Response {
        var fields = HTTPFields()
        if let contentType { fields[.contentType] = contentType }
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        if let stream, let peer {
            return Response(status: .ok, headers: fields, body: Self.body(of: stream, to: peer))
        }
        return Response(
            status: .init(code: status), headers: fields,
            body: body.isEmpty ? .init() : .init(byteBuffer: ByteBuffer(data: body)))
    }
}

extension ReceivedRequest {
    /// The most a body may have where no file is taken: a page of forms, or a document with its lines.
    static let largestBody = 1_048_576

    /// Takes a request in, body and all.
    /// - Throws: ``Problem`` 413 when the body is larger than its route takes.
    init(_ request: Request, id: String, largest: Int) async throws {
        var headers: [String: String] = [:]
        for field in request.headers where headers[field.name.canonicalName] == nil {
            headers[field.name.canonicalName] = field.value
        }
        let body: Data
        do {
            body = Data(buffer: try await request.body.collect(upTo: largest))
        } catch is NIOTooManyBytesError {
            throw Problem(
                type: "too-large", status: 413, title: "The body is too large",
                detail: "at most \(largest) bytes are taken")
        }
        self.init(
            id: id, method: request.method.rawValue, path: request.uri.path, query: request.uri.query ?? "",
            headers: headers, body: body, idempotencyKey: headers["idempotency-key"],
            trace: TraceContext(header: headers["traceparent"]))
    }

    /// Whether a person with a browser waits for the answer, rather than a program.
    var wantsPage: Bool { isForm || (header("accept") ?? "").contains("text/html") }

    /// Whether it changes something.
    var isUnsafe: Bool { method != "GET" && method != "HEAD" && method != "OPTIONS" }
}
