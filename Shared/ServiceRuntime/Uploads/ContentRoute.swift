import Foundation
import JSONSchema

/// Bytes that are kept under an address made of what they hold: they never change there.
public struct KeptContent: Sendable {
    let bytes: Data

    public init(bytes: Data) { self.bytes = bytes }
}

/// Gives such bytes: `GET <prefix>/api/<path>`, kept by browsers and by what is between for good. Only for what anyone may
/// see.
///
/// - Parameter type: what they are sent as.
public func content<In: Codable & Sendable>(
    _ path: String, _ summary: String, type: String,
    _ handler: @escaping @Sendable (In, Call) async throws -> KeptContent
) -> Route {
    Route(
        method: .get, path: path, summary: summary, access: .anyone, kind: .content(type: type), status: 200, then: nil,
        inputSchema: { try SchemaProbe.schema(of: In.self, named: true) },
        outputSchema: { ["type": "string", "format": "binary"] },
        perform: { .content(try await handler(try $0.decode(In.self), $1), type: type) })
}

extension KeptContent {
    func answer(_ type: String, to request: ReceivedRequest) -> Answer {
        let tag = EntityTag.of(bytes)
        let headers = [("ETag", tag), ("Cache-Control", "public, max-age=31536000, immutable")]
        guard !EntityTag.isKnown(tag, to: request) else { return Answer(status: 304, headers: headers) }
        return Answer(status: 200, contentType: type, body: bytes, headers: headers)
    }
}
