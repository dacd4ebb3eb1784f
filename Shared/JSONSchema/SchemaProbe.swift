/// Derives a JSON Schema from a `Decodable` type by decoding it from a decoder that answers every question with an
/// example and writes down what was asked. A property that is decoded "if present" is optional in the schema.
public enum SchemaProbe {
    /// The schema of `type`.
    /// - Throws: `DecodingError` when the type refuses an example value; such a type should be `SchemaRepresentable`.
    ///
    /// - Parameter named: objects carry the name of their type as `title`, and 64-bit integers their format.
    public static func schema<T: Decodable>(of type: T.Type, named: Bool = false) throws -> JSONValue {
        try probe(type, named).schema
    }

    static func probe<T: Decodable>(_ type: T.Type, _ named: Bool = false) throws -> (value: T, schema: JSONValue) {
        let (value, schema) = try unnamed(type, named)
        return (value, named ? TypeName.titled(schema, type) : schema)
    }

    private static func unnamed<T: Decodable>(
        _ type: T.Type, _ named: Bool
    ) throws -> (value: T, schema: JSONValue) {
        if let known = type as? any SchemaRepresentable.Type, let value = known.schemaExample as? T {
            return (value, known.jsonSchema)
        }
        if let closed = type as? any CaseIterable.Type, let (value, schema) = enumeration(closed),
            let value = value as? T
        {
            return (value, schema)
        }
        let recorder = Recorder(named: named)
        let value = try T(from: ProbeDecoder(recorder: recorder))
        return (value, recorder.schema)
    }

    /// An enumeration over text: its first case, and the schema that lists them all.
    private static func enumeration<T: CaseIterable>(_ type: T.Type) -> (value: Any, schema: JSONValue)? {
        let names = type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
        guard let first = type.allCases.first, names.count == type.allCases.count else { return nil }
        return (first, ["type": "string", "enum": .array(names.map { .string($0) })])
    }
}

/// What one decoded value turned out to be.
final class Recorder {
    let named: Bool
    private var scalar: JSONValue?
    private var element: JSONValue?
    private var properties: [String: JSONValue] = [:]
    private var required: [String] = []
    private var isObject = false

    init(named: Bool = false) { self.named = named }

    var schema: JSONValue {
        if let scalar { return scalar }
        if let element { return ["type": "array", "items": element] }
        guard isObject else { return [:] }
        return [
            "type": "object", "properties": .object(properties),
            "required": .array(required.sorted().map { .string($0) }),
        ]
    }

    func openObject() { isObject = true }
    func record(scalar schema: JSONValue) { scalar = schema }
    func record(element schema: JSONValue) { element = schema }
    func record(_ key: String, _ schema: JSONValue, required isRequired: Bool) {
        properties[key] = schema
        if isRequired { required.append(key) }
    }
}

struct ProbeDecoder: Decoder {
    let recorder: Recorder
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        recorder.openObject()
        return KeyedDecodingContainer(KeyedProbe<Key>(recorder: recorder))
    }
    func unkeyedContainer() -> any UnkeyedDecodingContainer { UnkeyedProbe(recorder: recorder) }
    func singleValueContainer() -> any SingleValueDecodingContainer { SingleProbe(recorder: recorder) }
}

struct KeyedProbe<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let recorder: Recorder
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }
    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { false }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try note(type, key, required: true)
    }
    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        try note(type, key, required: false)
    }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try note(type, key, required: false)
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try note(type, key, required: false) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try note(type, key, required: false)
    }
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try note(type, key, required: false) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        try note(type, key, required: false)
    }
    private func note<T: Decodable>(_ type: T.Type, _ key: Key, required: Bool) throws -> T {
        let (value, schema) = try SchemaProbe.probe(type, recorder.named)
        recorder.record(key.stringValue, schema, required: required)
        return value
    }
    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
        -> KeyedDecodingContainer<Nested>
    { KeyedDecodingContainer(KeyedProbe<Nested>(recorder: Recorder())) }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        UnkeyedProbe(recorder: Recorder())
    }
    func superDecoder() throws -> any Decoder { ProbeDecoder(recorder: Recorder()) }
    func superDecoder(forKey key: Key) throws -> any Decoder { ProbeDecoder(recorder: Recorder()) }
}

struct UnkeyedProbe: UnkeyedDecodingContainer {
    let recorder: Recorder
    var codingPath: [any CodingKey] { [] }
    var count: Int? { 1 }
    var isAtEnd: Bool { currentIndex >= 1 }
    var currentIndex = 0
    mutating func decodeNil() -> Bool { false }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        currentIndex += 1
        let (value, schema) = try SchemaProbe.probe(type, recorder.named)
        recorder.record(element: schema)
        return value
    }
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws
        -> KeyedDecodingContainer<Nested>
    { KeyedDecodingContainer(KeyedProbe<Nested>(recorder: Recorder())) }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        UnkeyedProbe(recorder: Recorder())
    }
    mutating func superDecoder() throws -> any Decoder { ProbeDecoder(recorder: Recorder()) }
}

struct SingleProbe: SingleValueDecodingContainer {
    let recorder: Recorder
    var codingPath: [any CodingKey] { [] }
    func decodeNil() -> Bool { false }
    func decode(_ type: Bool.Type) -> Bool { note(false, "boolean") }
    func decode(_ type: String.Type) -> String { note("", "string") }
    func decode(_ type: Double.Type) -> Double { note(0, "number") }
    func decode(_ type: Float.Type) -> Float { note(0, "number") }
    func decode(_ type: Int.Type) -> Int { note(1, "integer") }
    func decode(_ type: Int8.Type) -> Int8 { note(1, "integer") }
    func decode(_ type: Int16.Type) -> Int16 { note(1, "integer") }
    func decode(_ type: Int32.Type) -> Int32 { note(1, "integer") }
    func decode(_ type: Int64.Type) -> Int64 {
        guard recorder.named else { return note(1, "integer") }
        recorder.record(scalar: ["type": "integer", "format": "int64"])
        return 1
    }
    func decode(_ type: UInt.Type) -> UInt { note(1, "integer") }
    func decode(_ type: UInt8.Type) -> UInt8 { note(1, "integer") }
    func decode(_ type: UInt16.Type) -> UInt16 { note(1, "integer") }
    func decode(_ type: UInt32.Type) -> UInt32 { note(1, "integer") }
    func decode(_ type: UInt64.Type) -> UInt64 { note(1, "integer") }
    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let (value, schema) = try SchemaProbe.probe(type, recorder.named)
        recorder.record(scalar: schema)
        return value
    }
    private func note<T>(_ example: T, _ type: JSONValue) -> T {
        recorder.record(scalar: ["type": type])
        return example
    }
}

extension SchemaProbe {
    /// A value of the type made of examples, every optional property filled.
    public static func example<T: Decodable>(of type: T.Type) throws -> T { try probe(type).value }
}
