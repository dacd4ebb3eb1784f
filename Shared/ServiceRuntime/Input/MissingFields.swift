import JSONSchema

/// Every required field that the input lacks: a person wants to hear of all of them, not of one at a time.
enum MissingFields {
    static func of<T: Decodable>(_ type: T.Type, in input: InputValue) -> [FieldProblem] {
        guard let schema = try? SchemaProbe.schema(of: type) else { return [] }
        return missing(schema, input, "").map { FieldProblem(field: $0, message: "is required") }
    }

    private static func missing(_ schema: JSONValue, _ input: InputValue, _ path: String) -> [String] {
        switch input {
        case .object(let members): inObject(schema, members, path)
        case .array(let elements):
            elements.enumerated().flatMap { index, element in
                schema["items"].map { missing($0, element, "\(path)[\(index)]") } ?? []
            }
        default: []
        }
    }

    private static func inObject(_ schema: JSONValue, _ members: [String: InputValue], _ path: String) -> [String] {
        guard case .object(let properties)? = schema["properties"] else { return [] }
        let required = schema["required"]?.elements?.compactMap(\.text) ?? []
        return properties.sorted { $0.key < $1.key }.flatMap { name, property -> [String] in
            let field = path.isEmpty ? name : "\(path).\(name)"
            guard let member = members[name] else { return required.contains(name) ? [field] : [] }
            return missing(property, member, field)
        }
    }
}
