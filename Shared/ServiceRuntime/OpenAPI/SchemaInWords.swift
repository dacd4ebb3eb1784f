import JSONSchema

/// A schema in a few words: `string (date)`, `list of QuoteLine`, `"new" | "lost"`.
enum SchemaInWords {
    static func text(_ schema: JSONValue) -> String {
        if let name = reference(schema) { return name }
        if let values = schema["enum"]?.elements {
            return values.map { "\"\($0.text ?? "")\"" }.joined(separator: " | ")
        }
        if let items = schema["items"] { return "list of \(text(items))" }
        if let values = schema["additionalProperties"] { return "map to \(text(values))" }
        let type = schema["type"]?.text ?? "anything"
        let bounds = [
            schema["format"]?.text, number(schema["minimum"]).map { "from \($0)" },
            number(schema["maximum"]).map { "to \($0)" },
            number(schema["maxLength"]).map { "at most \($0) characters" },
            schema["pattern"]?.text,
        ].compactMap(\.self)
        return bounds.isEmpty ? type : "\(type) (\(bounds.joined(separator: ", ")))"
    }

    /// Where on the page the schema is that this one is, or is a list of.
    static func link(_ schema: JSONValue) -> String? {
        reference(schema).map { "#schema-\($0)" } ?? schema["items"].flatMap(link)
    }

    private static func reference(_ schema: JSONValue) -> String? {
        schema["$ref"]?.text?.split(separator: "/").last.map(String.init)
    }

    private static func number(_ value: JSONValue?) -> String? {
        guard case .integer(let number)? = value else { return nil }
        return String(number)
    }
}
