import Foundation
import Kernel

/// The one decoder of input: JSON keeps its types, text from paths, queries and forms takes the type asked for.
struct InputDecoder: Decoder {
    let value: InputValue
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    static func value<T: Decodable>(of type: T.Type, from value: InputValue, at path: [any CodingKey]) throws -> T {
        if type == Date.self, let date = try instant(value, path) as? T { return date }
        if type == Money.self, let money = try InputLimits.money(value, path) as? T { return money }
        if type == ExactDecimal.self, let number = try InputLimits.decimal(value, path) as? T { return number }
        return try T(from: InputDecoder(value: value, codingPath: path))
    }

    private static func instant(_ value: InputValue, _ path: [any CodingKey]) throws -> Date {
        guard let text = value.scalarText, let date = WireJSON.parseInstant(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: path, debugDescription: "an instant such as 2026-01-01T00:00:00.000Z"))
        }
        return date
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = value else { throw mismatch("an object") }
        guard !members.keys.contains(where: { $0.utf8.contains(0) }) else {
            throw mismatch("an object without NUL characters in its names")
        }
        return KeyedDecodingContainer(KeyedInput(members: members, codingPath: codingPath))
    }

    /// A single value stands for a list of one: a form with one box ticked sends no list.
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        switch value {
        case .array(let elements) where elements.count > InputLimits.list:
            throw mismatch("a list of at most 1000 elements")
        case .array(let elements): return UnkeyedInput(elements: elements, codingPath: codingPath)
        case .text: return UnkeyedInput(elements: [value], codingPath: codingPath)
        default: throw mismatch("a list")
        }
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        SingleInput(value: value, codingPath: codingPath)
    }

    func mismatch(_ expected: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath, debugDescription: expected))
    }

    /// The field and what it should have been.
    static func fieldProblem(_ error: DecodingError) -> FieldProblem {
        switch error {
        case .keyNotFound(let key, let context):
            FieldProblem(field: name(context.codingPath + [key]), message: "is required")
        case .valueNotFound(_, let context): FieldProblem(field: name(context.codingPath), message: "is required")
        case .typeMismatch(_, let context), .dataCorrupted(let context):
            FieldProblem(field: name(context.codingPath), message: message(context.debugDescription))
        @unknown default: FieldProblem(field: "", message: "cannot be read")
        }
    }

    private static func message(_ expected: String) -> Phrase {
        // The whole sentence is what is translated: “a whole number” is no value that is filled in.
        let sentence: String = "must be \(expected)"
        return expected.hasPrefix("Cannot initialize") ? "is none of the values allowed" : Phrase(sentence)
    }

    /// `lines[0].quantity`; empty for the input itself.
    static func name(_ path: [any CodingKey]) -> String {
        path.reduce(into: "") { name, key in
            if let index = key.intValue {
                name += "[\(index)]"
            } else {
                name += name.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
    }
}

/// A place in a list, as a step of a path.
struct IndexKey: CodingKey {
    let intValue: Int?
    var stringValue: String { intValue.map(String.init) ?? "" }
    init(_ index: Int) { intValue = index }
    init?(intValue: Int) { self.init(intValue) }
    init?(stringValue: String) { return nil }
}

struct KeyedInput<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [String: InputValue]
    let codingPath: [any CodingKey]

    var allKeys: [Key] { members.keys.compactMap { Key(stringValue: $0) } }
    func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try member(key) == .null }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try InputDecoder.value(of: type, from: member(key), at: codingPath + [key])
    }
    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
        -> KeyedDecodingContainer<Nested>
    { try nested(key).container(keyedBy: type) }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try nested(key).unkeyedContainer()
    }
    func superDecoder() -> any Decoder { InputDecoder(value: .object(members), codingPath: codingPath) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try nested(key) }

    private func member(_ key: Key) throws -> InputValue {
        guard let value = members[key.stringValue] else {
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "required"))
        }
        return value
    }
    private func nested(_ key: Key) throws -> InputDecoder {
        InputDecoder(value: try member(key), codingPath: codingPath + [key])
    }
}

struct UnkeyedInput: UnkeyedDecodingContainer {
    let elements: [InputValue]
    let codingPath: [any CodingKey]
    var currentIndex = 0
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    init(elements: [InputValue], codingPath: [any CodingKey]) {
        (self.elements, self.codingPath) = (elements, codingPath)
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, elements[currentIndex] == .null else { return false }
        currentIndex += 1
        return true
    }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let decoder = try next()
        return try InputDecoder.value(of: type, from: decoder.value, at: decoder.codingPath)
    }
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws
        -> KeyedDecodingContainer<Nested>
    { try next().container(keyedBy: type) }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try next() }

    private mutating func next() throws -> InputDecoder {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                InputValue.self, .init(codingPath: codingPath, debugDescription: "the list has no more elements"))
        }
        defer { currentIndex += 1 }
        return InputDecoder(value: elements[currentIndex], codingPath: codingPath + [IndexKey(currentIndex)])
    }
}
