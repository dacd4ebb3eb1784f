import Foundation

/// A type whose JSON form is not the one its stored properties would give: identifiers, money, dates, closed enumerations.
public protocol SchemaRepresentable: Codable {
    /// The JSON Schema (draft 2020-12) of the type's JSON form.
    static var jsonSchema: JSONValue { get }
    /// A valid value, used as the example in documents and while a schema is derived.
    static var schemaExample: Self { get }
}

extension SchemaRepresentable where Self: RawRepresentable & CaseIterable, RawValue == String {
    public static var jsonSchema: JSONValue {
        ["type": "string", "enum": .array(allCases.map { .string($0.rawValue) })]
    }
    public static var schemaExample: Self { allCases[allCases.startIndex] }
}

extension UUID: SchemaRepresentable {
    public static var jsonSchema: JSONValue { ["type": "string", "format": "uuid"] }
    public static var schemaExample: UUID { UUID(uuid: (1, 147, 0, 0, 0, 0, 112, 0, 128, 0, 0, 0, 0, 0, 0, 1)) }
}

extension Date: SchemaRepresentable {
    public static var jsonSchema: JSONValue { ["type": "string", "format": "date-time"] }
    public static var schemaExample: Date { Date(timeIntervalSince1970: 1_767_225_600) }
}

extension JSONValue: SchemaRepresentable {
    public static var jsonSchema: JSONValue { [:] }
    public static var schemaExample: JSONValue { [:] }
}

extension Dictionary: SchemaRepresentable where Key == String, Value: Codable {
    public static var jsonSchema: JSONValue {
        let values = (try? SchemaProbe.schema(of: Value.self)) ?? [:]
        return ["type": "object", "additionalProperties": values]
    }
    public static var schemaExample: [String: Value] { [:] }
}
