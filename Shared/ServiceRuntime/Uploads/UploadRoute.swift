import Foundation
import JSONSchema

/// Takes files: `POST <prefix>/api/<path>` with `multipart/form-data`, whose input has ``UploadedFile``s among its members.
/// One call is one transaction, done once per `Idempotency-Key`.
///
/// - Parameters:
///   - largest: the most bytes the body may have.
///   - prepare: what takes long and needs no transaction, such as decoding; it may be done again when a call is repeated.
public func upload<In: Codable & Sendable, Ready: Sendable, Out: Codable & Sendable>(
    _ path: String, _ summary: String, _ access: Access, status: Int = 201, then: String? = nil, largest: Int,
    prepare: @escaping @Sendable (In, Call) async throws -> Ready,
    _ handler: @escaping @Sendable (Ready, CommandCall) async throws -> Out
) -> Route {
    var route = Route(
        method: .post, path: path, summary: summary, access: access, kind: .command, status: status, then: then,
        inputSchema: { try SchemaProbe.schema(of: In.self, named: true) },
        outputSchema: { try SchemaProbe.schema(of: Out.self, named: true) },
        perform: { input, call in
            let ready = try await prepare(try input.decode(In.self), call)
            let answer = try await Idempotency.once(
                input, call, AuditedRoute(.post, path, call.request), status: status, Out.self
            ) { tx in
                try await handler(
                    ready,
                    CommandCall(
                        person: call.person, language: call.language, service: call.service, request: call.request,
                        tx: tx))
            }
            return .data(answer)
        })
    route.takesFiles = true
    route.largestBody = largest
    return route
}
