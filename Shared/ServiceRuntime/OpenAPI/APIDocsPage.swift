import JSONSchema

/// The API document for people, at `<prefix>/api-docs`.
struct APIDocsPage: Codable, Sendable {
    struct Field: Codable, Sendable {
        let field: String
        let place: String
        let type: String
        /// The schema that the type refers to.
        let typeLink: String?
        let isRequired: Bool
        let help: String?
    }
    struct Response: Codable, Sendable {
        let status: String
        let meaning: String
        let content: String?
        let contentLink: String?
    }
    struct Operation: Codable, Sendable {
        let anchor: String
        let method: String
        let colour: String
        let address: String
        let summary: String
        let admits: String
        let fields: [Field]
        let body: String?
        let bodyLink: String?
        let responses: [Response]
    }
    struct Schema: Codable, Sendable {
        let schemaName: String
        let members: [Field]
    }
    let service: String
    let about: String
    let documentLink: String
    let operations: [Operation]
    let schemas: [Schema]

    static let route = page("api-docs", template: "api-docs", title: "api_docs_title", .anyone) {
        (_: NoInput, call) in APIDocsPage(call.service.apiDocument, prefix: call.service.prefix)
    }

    init(_ document: JSONValue, prefix: String) {
        service = document["info"]?["title"]?.text ?? ""
        about = document["info"]?["description"]?.text ?? ""
        documentLink = "\(prefix)/openapi.json"
        operations = sorted(document["paths"]).flatMap { path, methods in
            sorted(methods).map { Operation(path: path, method: $0, $1, document) }
        }
        schemas = sorted(document["components"]?["schemas"]).map { name, schema in
            Schema(schemaName: name, members: Self.members(of: schema))
        }
    }

    private static func members(of schema: JSONValue) -> [Field] {
        let required = schema["required"]?.elements ?? []
        return sorted(schema["properties"]).map { name, property in
            Field(name, place: "", property, isRequired: required.contains(.string(name)), help: nil)
        }
    }
}

extension APIDocsPage.Operation {
    init(path: String, method: String, _ operation: JSONValue, _ document: JSONValue) {
        anchor = operation["operationId"]?.text ?? ""
        self.method = method.uppercased()
        colour = ["get": "primary", "post": "success", "delete": "danger"][method] ?? "warning"
        address = path
        summary = operation["summary"]?.text ?? ""
        admits = operation["description"]?.text ?? ""
        fields = (operation["parameters"]?.elements ?? []).map { parameter in
            let help = parameter["description"]?.text ?? parameter["schema"]?["description"]?.text
            return .init(
                parameter["name"]?.text ?? "", place: parameter["in"]?.text ?? "", parameter["schema"] ?? [:],
                isRequired: parameter["required"] == true, help: help)
        }
        let sent = sorted(operation["requestBody"]?["content"]).first?.value["schema"]
        body = sent.map(SchemaInWords.text)
        bodyLink = sent.flatMap(SchemaInWords.link)
        responses = sorted(operation["responses"]).map { status, response in
            let name = response["$ref"]?.text?.split(separator: "/").last.map(String.init)
            let whole = name.flatMap { document["components"]?["responses"]?[$0] } ?? response
            let content = sorted(whole["content"]).first?.value["schema"]
            return .init(
                status: status, meaning: whole["description"]?.text ?? "", content: content.map(SchemaInWords.text),
                contentLink: content.flatMap(SchemaInWords.link))
        }
    }
}

extension APIDocsPage.Field {
    init(_ name: String, place: String, _ schema: JSONValue, isRequired: Bool, help: String?) {
        (field, self.place, self.isRequired, self.help) = (name, place, isRequired, help)
        type = SchemaInWords.text(schema)
        typeLink = SchemaInWords.link(schema)
    }
}

/// The members of an object by name; none when it is absent.
private func sorted(_ object: JSONValue?) -> [(key: String, value: JSONValue)] {
    guard case .object(let members)? = object else { return [] }
    return members.sorted { $0.key < $1.key }
}
