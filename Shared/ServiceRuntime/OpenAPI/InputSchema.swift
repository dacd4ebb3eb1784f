import JSONSchema
import Kernel

/// The schema of an input with the bounds that ``InputLimits`` holds every input to.
enum InputSchema {
    static func bounded(_ schema: JSONValue) -> JSONValue {
        guard case .object(var members) = schema else { return schema }
        switch members["type"] {
        case "string":
            if ["enum", "format", "pattern", "maxLength"].allSatisfy({ members[$0] == nil }) {
                members["maxLength"] = .integer(Int64(InputLimits.text))
            }
        case "integer" where members["format"] == nil:
            members["format"] = "int32"
            members["minimum"] = .integer(Int64(InputLimits.integers.lowerBound))
            members["maximum"] = .integer(Int64(InputLimits.integers.upperBound))
        case "array":
            members["items"] = members["items"].map(bounded)
            members["maxItems"] = .integer(Int64(InputLimits.list))
        case "object": bound(&members)
        default: break
        }
        return .object(members)
    }

    private static func bound(_ members: inout [String: JSONValue]) {
        members["additionalProperties"] = members["additionalProperties"].map(bounded)
        guard case .object(var properties)? = members["properties"] else { return }
        if members["title"] == "Money" {
            // An amount that comes in: an event may hold another currency.
            members["title"] = "Amount"
            properties["currency"] = [
                "type": "string", "enum": [.string(Currency.company.rawValue)],
                "default": .string(Currency.company.rawValue),
            ]
        } else {
            properties = properties.mapValues(bounded)
        }
        if properties["cursor"] != nil, properties["limit"] != nil { page(&properties) }
        members["properties"] = .object(properties)
    }

    private static func page(_ properties: inout [String: JSONValue]) {
        properties["limit"] = [
            "type": "integer", "minimum": .integer(Int64(InputLimits.page.lowerBound)),
            "maximum": .integer(Int64(InputLimits.page.upperBound)), "default": 50,
            "description": "How many items at most",
        ]
        properties["cursor"] = [
            "type": "string", "maxLength": 2000, "description": "The `next` of the page before; the header Link has it",
        ]
    }

    /// The schema of a form with files.
    static func form(_ schema: JSONValue) -> JSONValue {
        guard case .object(var members) = schema else { return schema }
        members["propertyNames"] = ["type": "string", "pattern": .string(MultipartHeader.namePattern)]
        return .object(members)
    }

    static func members(of schema: JSONValue) -> [String] {
        guard case .object(let properties)? = schema["properties"] else { return [] }
        return properties.keys.sorted()
    }

    static func isRequired(_ name: String, _ schema: JSONValue) -> Bool {
        schema["required"]?.elements?.contains(.string(name)) ?? false
    }

    static func hasRequired(_ schema: JSONValue) -> Bool { !(schema["required"]?.elements ?? []).isEmpty }

    /// What the body holds: the input without what the path says; nil when that is nothing.
    static func body(_ input: JSONValue, without captured: [String]) -> JSONValue? {
        guard case .object(var members) = input, case .object(let all)? = members["properties"] else { return nil }
        let properties = all.filter { !captured.contains($0.key) }
        guard !properties.isEmpty else { return nil }
        members["properties"] = .object(properties)
        members["required"] = .array((members["required"]?.elements ?? []).filter { !captured.contains($0.text ?? "") })
        return .object(members)
    }
}
