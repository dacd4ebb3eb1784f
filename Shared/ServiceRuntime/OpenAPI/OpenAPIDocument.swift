import Foundation
import JSONSchema
import Kernel

/// The API of a service as an OpenAPI 3.1 document, from the same declarations that route and decode.
public enum OpenAPIDocument {
    /// The document as JSON, in one line as it is served.
    /// - Throws: `DecodingError` when a type of a route refuses to be probed; such a type should be `SchemaRepresentable`.
    public static func json(for definition: ServiceDefinition) throws -> Data {
        try WireJSON.encode(value(for: definition))
    }

    /// The document laid out for people, as it is kept in `docs/api`.
    /// - Throws: as ``json(for:)``.
    public static func text(for definition: ServiceDefinition) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value(for: definition)), as: UTF8.self) + "\n"
    }

    static func value(for definition: ServiceDefinition) throws -> JSONValue {
        var schemas = NamedSchemas()
        var paths: [String: [String: JSONValue]] = [:]
        let operations = ServicePaths.withOperations(definition).filter(isDocumented)
            .map { OpenAPIOperation(path: $0.path, route: $0.route) }
        let links = OpenAPILinks(operations)
        for operation in operations {
            paths[operation.path, default: [:]][operation.route.method.rawValue.lowercased()] =
                try operation.value(&schemas, links)
        }
        return [
            "openapi": "3.1.1",
            "info": [
                "title": .string("\(definition.name)-service"), "version": "1",
                "description": .string(description),
            ],
            "externalDocs": [
                "description": "The same for people", "url": .string("\(definition.prefix)/api-docs"),
            ],
            "paths": .object(paths.mapValues { .object($0) }),
            "components": [
                "schemas": .object(schemas.all),
                "responses": .object(OpenAPIResponses.shared),
                "headers": .object(OpenAPIResponses.headers),
                "securitySchemes": [
                    "session": ["type": "apiKey", "in": "cookie", "name": .string(Cookies.session)],
                    "bearer": ["type": "http", "scheme": "bearer", "bearerFormat": "JWT"],
                ],
            ],
        ]
    }

    private static let description = """
        Instants are UTC, days are the company's, amounts and numbers are decimal text. Text holds no NUL characters. \
        Errors are problems (RFC 9457); docs/api/problems.md lists their types. Lists come in pages: the header Link leads \
        on (RFC 8288). Unsafe calls need an Idempotency-Key.
        """

    /// Pages are for people; the POST doubles of other methods are for their forms.
    private static func isDocumented(_ path: String, _ route: Route) -> Bool {
        !route.isPage && !route.isLive && !(path.split(separator: "/").last?.hasPrefix("_") ?? false)
    }
}
