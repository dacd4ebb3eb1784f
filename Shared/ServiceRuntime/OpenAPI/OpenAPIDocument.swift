import Foundation
import JSONSchema
import Kernel

/// The API of a service as an OpenAPI 3.1 document, from the same declarations that route and decode.
public enum OpenAPIDocument {
    /// The document as JSON.
    /// - Throws: `DecodingError` when a type of a route refuses to be probed; such a type should be `SchemaRepresentable`.
    public static func json(for definition: ServiceDefinition) throws -> Data {
        var paths: [String: [String: JSONValue]] = [:]
        for (path, route) in ServicePaths.withOperations(definition) where isDocumented(path, route) {
            paths[path, default: [:]][route.method.rawValue.lowercased()] = try operation(path, route)
        }
        return try WireJSON.encode(
            JSONValue.object([
                "openapi": "3.1.0",
                "info": ["title": .string("\(definition.name)-service"), "version": "1"],
                "paths": .object(paths.mapValues { .object($0) }),
                "components": components,
            ]))
    }

    /// Pages are for people; the POST doubles of other methods are for their forms.
    private static func isDocumented(_ path: String, _ route: Route) -> Bool {
        !route.isPage && !(path.split(separator: "/").last?.hasPrefix("_") ?? false)
    }

    private static let components: JSONValue = [
        "schemas": ["Problem": Problem.jsonSchema],
        "securitySchemes": [
            "session": ["type": "apiKey", "in": "cookie", "name": .string(Cookies.session)],
            "bearer": ["type": "http", "scheme": "bearer", "bearerFormat": "JWT"],
        ],
    ]

    private static func operation(_ path: String, _ route: Route) throws -> JSONValue {
        let input = try route.inputSchema()
        let captured = path.split(separator: "/").filter { $0.first == "{" }.map { String($0.dropFirst().dropLast()) }
        var operation: [String: JSONValue] = [
            "summary": .string(route.summary),
            "description": .string("For \(route.access.described)."),
            "operationId": .string(operationID(path, route)),
            "responses": .object(try responses(route)),
        ]
        var parameters = captured.map { parameter($0, in: "path", input, required: true) }
        if route.method == .get {
            parameters += members(of: input).filter { !captured.contains($0) }.map {
                parameter($0, in: "query", input, required: isRequired($0, input))
            }
        } else if let body = body(input, without: captured) {
            operation["requestBody"] = [
                "required": true, "content": ["application/json": ["schema": body]],
            ]
        }
        if case .command = route.kind { parameters.append(idempotencyKey) }
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if route.access != .anyone { operation["security"] = [["session": []], ["bearer": []]] }
        return .object(operation)
    }

    private static let idempotencyKey: JSONValue = [
        "name": "Idempotency-Key", "in": "header", "required": true,
        "schema": ["type": "string", "minLength": 1, "maxLength": 200],
        "description": "A new UUID for each intended effect; the same key and body give the same answer.",
    ]

    private static func responses(_ route: Route) throws -> [String: JSONValue] {
        let success: JSONValue = [
            "description": "Success", "content": [route.contentType: ["schema": try route.outputSchema()]],
        ]
        let problem: JSONValue = [
            "description": "A problem (RFC 9457)",
            "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
        ]
        var statuses = [400, 404, 409, 422, 503]
        if route.access != .anyone { statuses += [401, 403] }
        if route.method != .get { statuses += [403, 413, 415] }
        var responses = Dictionary(statuses.map { (String($0), problem) }) { $1 }
        responses[String(route.status)] = success
        return responses
    }

    private static func parameter(_ name: String, in place: String, _ input: JSONValue, required: Bool) -> JSONValue {
        [
            "name": .string(name), "in": .string(place), "required": .bool(required),
            "schema": input["properties"]?[name] ?? ["type": "string"],
        ]
    }

    private static func members(of schema: JSONValue) -> [String] {
        guard case .object(let properties)? = schema["properties"] else { return [] }
        return properties.keys.sorted()
    }

    private static func isRequired(_ name: String, _ schema: JSONValue) -> Bool {
        schema["required"]?.elements?.contains(.string(name)) ?? false
    }

    private static func body(_ input: JSONValue, without captured: [String]) -> JSONValue? {
        guard case .object(let all)? = input["properties"] else { return nil }
        let properties = all.filter { !captured.contains($0.key) }
        guard !properties.isEmpty else { return nil }
        let required = (input["required"]?.elements ?? []).filter { !captured.contains($0.text ?? "") }
        return ["type": "object", "properties": .object(properties), "required": .array(required)]
    }

    /// `get_oa_api_trips_id`.
    private static func operationID(_ path: String, _ route: Route) -> String {
        let words = path.split { !$0.isLetter && !$0.isNumber }.joined(separator: "_")
        return "\(route.method.rawValue.lowercased())_\(words)"
    }
}

extension Route {
    /// What success is sent as.
    fileprivate var contentType: String { if case .download = kind { "text/csv" } else { "application/json" } }
}
