import Foundation
import JSONSchema
import Kernel

/// Reads: `GET <prefix>/api/<path>`.
public func query<In: Codable & Sendable, Out: Codable & Sendable>(
    _ path: String, _ summary: String, _ access: Access,
    _ handler: @escaping @Sendable (In, Call) async throws -> Out
) -> Route {
    route(.get, path, summary, access, .query, 200, nil, In.self, Out.self) { input, call in
        try RouteAnswer(status: 200, try await handler(input, call), call.service.configuration)
    }
}

extension Route {
    /// A query whose answer may be followed: who watches it is told when it changes.
    /// - Parameter types: the aggregate types whose events may change it.
    public func watched(by types: [String]) -> Route {
        var route = self
        route.watches = types
        return route
    }

    /// A page that waits for the servers of others: meanwhile it keeps no connection to the database from anyone.
    public func askingOthers() -> Route {
        var route = self
        route.asksOthers = true
        return route
    }
}

/// Changes something: one call is one transaction, done once per `Idempotency-Key`.
///
/// - Parameters:
///   - status: the status of success.
///   - then: where a form goes afterwards, such as `/oa/trips/{id}` with fields of the answer or of the input; without
///     it a form goes back to where it came from.
///   - edits: whether it overwrites what people edit: callers must say which revision they saw (If-Match), and the
///     handler calls ``CommandCall/mustBeCurrent(_:)`` once the document is locked.
public func command<In: Codable & Sendable, Out: Codable & Sendable>(
    _ method: Method, _ path: String, _ summary: String, _ access: Access, status: Int = 200, then: String? = nil,
    edits: Bool = false,
    _ handler: @escaping @Sendable (In, CommandCall) async throws -> Out
) -> Route {
    Route(
        method: method, path: path, summary: summary, access: access, kind: .command, status: status, then: then,
        edits: edits,
        inputSchema: { try SchemaProbe.schema(of: In.self, named: true) },
        outputSchema: { try SchemaProbe.schema(of: Out.self, named: true) },
        perform: { input, call in
            let value = try input.decode(In.self)
            let seen = edits ? try SeenRevision.said(by: input, call.request) : nil
            let answer = try await Idempotency.once(
                input, call, AuditedRoute(method, path, call.request), status: status, Out.self
            ) { tx in
                let out = try await handler(
                    value,
                    CommandCall(
                        person: call.person, language: call.language, service: call.service, request: call.request,
                        tx: tx, seen: seen))
                try seen?.mustHaveBeenCompared()
                return out
            }
            return .data(answer)
        })
}

/// Changes something by POST: one call is one transaction, done once per `Idempotency-Key`.
public func command<In: Codable & Sendable, Out: Codable & Sendable>(
    _ path: String, _ summary: String, _ access: Access, status: Int = 200, then: String? = nil, edits: Bool = false,
    _ handler: @escaping @Sendable (In, CommandCall) async throws -> Out
) -> Route {
    command(.post, path, summary, access, status: status, then: then, edits: edits, handler)
}

/// An unsafe call whose effect is not one transaction of ours (a sign-in, a call to the payment company, a notification
/// from it): it needs no key and must itself be right when it is repeated.
public func action<In: Codable & Sendable, Out: Codable & Sendable>(
    _ method: Method = .post, _ path: String, _ summary: String, _ access: Access, status: Int = 200,
    then: String? = nil, _ handler: @escaping @Sendable (In, Call) async throws -> Out
) -> Route {
    route(method, path, summary, access, .action, status, then, In.self, Out.self) { input, call in
        let answer = try RouteAnswer(status: status, try await handler(input, call), call.service.configuration)
        if access != .anyone {
            let route = AuditedRoute(method, path, call.request)
            try await call.record(.change, route.action, of: route.document(answer: answer.body))
        }
        return answer
    }
}

/// A page: `GET <prefix>/<path>`, the view shown by `Pages/<template>.mustache` inside the layout.
///
/// - Parameter title: the key of the page's title in the text catalogues.
public func page<In: Codable & Sendable, View: Codable & Sendable>(
    _ path: String, template: String, title: String, _ access: Access,
    _ handler: @escaping @Sendable (In, Call) async throws -> View
) -> Route {
    Route(
        method: .get, path: path, summary: title, access: access, kind: .page(template: template, title: title),
        status: 200, then: nil, inputSchema: { try SchemaProbe.schema(of: In.self, named: true) },
        outputSchema: { try SchemaProbe.schema(of: View.self) },
        perform: { input, call in .view(try await handler(try input.decode(In.self), call)) })
}

/// A file to keep: `GET <prefix>/api/<path>`.
func download<In: Codable & Sendable>(
    _ path: String, _ summary: String, _ access: Access,
    _ handler: @escaping @Sendable (In, Call) async throws -> Download
) -> Route {
    Route(
        method: .get, path: path, summary: summary, access: access, kind: .download, status: 200, then: nil,
        inputSchema: { try SchemaProbe.schema(of: In.self, named: true) }, outputSchema: { ["type": "string"] },
        perform: { .file(try await handler(try $0.decode(In.self), $1)) })
}

private func route<In: Codable & Sendable, Out: Codable & Sendable>(
    _ method: Method, _ path: String, _ summary: String, _ access: Access, _ kind: Route.Kind, _ status: Int,
    _ then: String?, _ input: In.Type, _ output: Out.Type,
    _ answer: @escaping @Sendable (In, Call) async throws -> RouteAnswer
) -> Route {
    Route(
        method: method, path: path, summary: summary, access: access, kind: kind, status: status, then: then,
        inputSchema: { try SchemaProbe.schema(of: In.self, named: true) },
        outputSchema: { try SchemaProbe.schema(of: Out.self, named: true) },
        perform: { .data(try await answer(try $0.decode(In.self), $1)) })
}
