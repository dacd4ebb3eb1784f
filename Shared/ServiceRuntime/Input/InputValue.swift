import Foundation
import JSONSchema
import Kernel

/// The input of a call before it has a type: path, query and body put together.
indirect enum InputValue: Sendable, Hashable {
    /// From JSON: has a type of its own.
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    /// From a path, a query or a form: takes the type that is asked for.
    case text(String)
    /// From a form with files.
    case file(UploadedFile)
    case array([InputValue])
    case object([String: InputValue])

    static let empty = InputValue.object([:])

    init(_ json: JSONValue) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let value): self = .string(value)
        case .array(let elements): self = .array(elements.map { InputValue($0) })
        case .object(let members): self = .object(members.mapValues { InputValue($0) })
        }
    }

    /// The member of that name when this is an object that has it.
    subscript(key: String) -> InputValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// This object with the members of another, which win.
    func merging(_ other: InputValue) -> InputValue {
        guard case .object(let mine) = self, case .object(let others) = other else { return other }
        return .object(mine.merging(others) { _, later in later })
    }

    /// A canonical text, the same for the same input: what an idempotency key stands for.
    var canonical: String {
        switch self {
        case .null: "null"
        case .bool(let value): "b\(value)"
        case .integer(let value): "i\(value)"
        case .number(let value): "n\(value)"
        case .string(let text): "s\(text.utf8.count):\(text)"
        case .text(let text): "t\(text.utf8.count):\(text)"
        case .file(let file): "f\(file.fingerprint)"
        case .array(let elements): "[" + elements.map(\.canonical).joined(separator: ",") + "]"
        case .object(let members):
            "{"
                + members.sorted { $0.key < $1.key }.map { "\($0.key.utf8.count):\($0.key)=\($0.value.canonical)" }
                .joined(separator: ",") + "}"
        }
    }

    /// The scalar as text, for the places of a path template.
    var scalarText: String? {
        switch self {
        case .string(let text), .text(let text): text
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .bool(let value): String(value)
        case .null, .array, .object, .file: nil
        }
    }
}

extension InputValue {
    /// The input as a value of the type.
    /// - Throws: ``Problem`` 422 naming every field that is missing and the first one that is wrong.
    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        do {
            let value = try InputDecoder.value(of: type, from: self, at: [])
            try InputLimits.check(value)
            return value
        } catch let error as DecodingError {
            var fields = MissingFields.of(type, in: self)
            let first = InputDecoder.fieldProblem(error)
            if !fields.contains(where: { $0.field == first.field }) { fields.insert(first, at: 0) }
            throw Problem.invalid(fields)
        }
    }
}
