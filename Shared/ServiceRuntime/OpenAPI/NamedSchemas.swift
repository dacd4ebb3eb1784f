import JSONSchema

/// The schemas that the document names once and refers to, by the names of their types.
struct NamedSchemas {
    private(set) var all: [String: JSONValue] = ["Problem": Problem.jsonSchema]

    /// The schema with every named object in it replaced by a reference.
    mutating func reference(_ schema: JSONValue) -> JSONValue {
        switch schema {
        case .array(let elements): return .array(elements.map { reference($0) })
        case .object(var members):
            let title = members["title"]?.text
            // A property of that name is an object, not text.
            if title != nil { members["title"] = nil }
            let plain = JSONValue.object(members.mapValues { reference($0) })
            guard let title, members["properties"] != nil else { return plain }
            return ["$ref": .string("#/components/schemas/\(store(plain, as: title))")]
        default: return schema
        }
    }

    /// Types of one name (nested, or private to a file) get numbers.
    private mutating func store(_ schema: JSONValue, as title: String) -> String {
        var name = title
        var number = 1
        while let other = all[name], other != schema {
            number += 1
            name = "\(title)\(number)"
        }
        all[name] = schema
        return name
    }
}
