/// The names of types in documents: `LeadSummary`, `PagedLeadSummary`, `QuoteDetailVersion`.
enum TypeName {
    /// The schema with the type's name as its title, when it is that of an object with properties.
    static func titled(_ schema: JSONValue, _ type: Any.Type) -> JSONValue {
        guard case .object(var members) = schema, members["properties"] != nil, members["title"] == nil else {
            return schema
        }
        members["title"] = .string(name(of: type))
        return .object(members)
    }

    /// The name without module and punctuation; what a private type is nested in is left out.
    static func name(of type: Any.Type) -> String {
        var name = ""
        for path in String(reflecting: type).split(whereSeparator: { "<>, ".contains($0) }) {
            let steps = path.split(separator: ".")
            // `(unknown context at $1f2e)` was split at its spaces and says nothing.
            name += steps.dropFirst().filter { !$0.contains("(") && !$0.contains(")") && !$0.contains("$") }.joined()
        }
        return name
    }
}
