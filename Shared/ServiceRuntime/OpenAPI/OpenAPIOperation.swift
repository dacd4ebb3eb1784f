import JSONSchema

/// One route in the document.
struct OpenAPIOperation {
    let path: String
    let route: Route

    func value(_ schemas: inout NamedSchemas, _ links: OpenAPILinks) throws -> JSONValue {
        let input = InputSchema.bounded(try route.inputSchema())
        var operation: [String: JSONValue] = [
            "summary": .string(route.summary),
            "description": .string("For \(route.access.described)."),
            "operationId": .string(operationID),
            "responses": .object(try responses(&schemas, links)),
        ]
        if route.method != .get, let body = InputSchema.body(input, without: captured) {
            operation["requestBody"] = [
                "required": .bool(InputSchema.hasRequired(body)),
                "content": [bodyType: ["schema": schemas.reference(route.takesFiles ? InputSchema.form(body) : body)]],
            ]
        }
        let parameters = parameters(input, &schemas)
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if route.deprecation != nil { operation["deprecated"] = true }
        if route.access != .anyone { operation["security"] = [["session": []], ["bearer": []]] }
        return .object(operation)
    }

    private func parameters(_ input: JSONValue, _ schemas: inout NamedSchemas) -> [JSONValue] {
        var parameters = captured.map { parameter($0, in: "path", input, required: true, &schemas) }
        if route.method == .get {
            parameters += InputSchema.members(of: input).filter { !captured.contains($0) }.map {
                parameter($0, in: "query", input, required: InputSchema.isRequired($0, input), &schemas)
            }
            if route.hasEntityTag { parameters.append(Self.ifNoneMatch) }
        }
        if route.isCommand { parameters.append(Self.idempotencyKey) }
        if route.edits { parameters.append(Self.ifMatch) }
        return parameters
    }

    private func parameter(
        _ name: String, in place: String, _ input: JSONValue, required: Bool, _ schemas: inout NamedSchemas
    ) -> JSONValue {
        [
            "name": .string(name), "in": .string(place), "required": .bool(required),
            "schema": schemas.reference(input["properties"]?[name] ?? ["type": "string"]),
        ]
    }

    private static let idempotencyKey: JSONValue = [
        "name": "Idempotency-Key", "in": "header", "required": true,
        "schema": ["type": "string", "minLength": 1, "maxLength": 200],
        "description": "A new UUID for each intended effect; the same key and body give the same answer for 24 hours.",
    ]

    private static let ifMatch: JSONValue = [
        "name": "If-Match", "in": "header", "required": true, "schema": ["type": "string", "minLength": 1],
        "description": "The ETag of the document as the caller saw it: 412 when it was changed since, 428 without.",
    ]

    private static let ifNoneMatch: JSONValue = [
        "name": "If-None-Match", "in": "header", "required": false, "schema": ["type": "string"],
        "description": "The ETag of an answer one has: 304 while it is still that.",
    ]

    private func responses(_ schemas: inout NamedSchemas, _ links: OpenAPILinks) throws -> [String: JSONValue] {
        var responses = Dictionary(
            uniqueKeysWithValues: OpenAPIResponses.statuses(of: route).map {
                (String($0), JSONValue.object(["$ref": .string("#/components/responses/\(OpenAPIResponses.name($0))")]))
            })
        let output = try route.outputSchema()
        var headers: [String: JSONValue] = [:]
        if route.hasEntityTag { headers["ETag"] = ["$ref": "#/components/headers/ETag"] }
        if output["properties"]?["items"] != nil, output["properties"]?["next"] != nil {
            headers["Link"] = ["$ref": "#/components/headers/Link"]
        }
        var success: [String: JSONValue] = [
            "description": "Success", "headers": .object(headers),
            "content": [contentType: ["schema": schemas.reference(output)]],
        ]
        success["links"] = links.value(from: self, output)
        responses[String(route.status)] = .object(success)
        return responses
    }

    /// What success is sent as.
    private var contentType: String {
        switch route.kind {
        case .download: "text/csv"
        case .content(let type): type
        case .query, .command, .action, .live, .page: "application/json"
        }
    }

    /// What the body is sent as.
    private var bodyType: String { route.takesFiles ? "multipart/form-data" : "application/json" }

    /// The names of the places in the path.
    var captured: [String] {
        path.split(separator: "/").filter { $0.first == "{" }.map { String($0.dropFirst().dropLast()) }
    }

    /// `get_oa_api_trips_id`.
    var operationID: String {
        let words = path.split { !$0.isLetter && !$0.isNumber }.joined(separator: "_")
        return "\(route.method.rawValue.lowercased())_\(words)"
    }
}
