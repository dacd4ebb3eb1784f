import Foundation
import Kernel

/// One value: JSON must have the type, text is read as it.
struct SingleInput: SingleValueDecodingContainer {
    let value: InputValue
    let codingPath: [any CodingKey]

    func decodeNil() -> Bool { value == .null }

    func decode(_ type: Bool.Type) throws -> Bool {
        switch value {
        case .bool(let value): return value
        case .text("true"), .text("on"), .text("1"), .text("yes"): return true
        case .text("false"), .text("off"), .text("0"), .text("no"): return false
        default: throw expected("true or false")
        }
    }

    func decode(_ type: String.Type) throws -> String {
        switch value {
        case .string(let text), .text(let text):
            // PostgreSQL keeps no NUL, and no one types one.
            guard !text.utf8.contains(0) else { throw expected("text without NUL characters") }
            guard text.utf8.count <= InputLimits.text || text.unicodeScalars.count <= InputLimits.text else {
                throw expected("text of at most 10000 characters")
            }
            return text
        default: throw expected("text")
        }
    }

    func decode(_ type: Double.Type) throws -> Double {
        switch value {
        case .number(let number): return number
        case .integer(let number): return Double(number)
        case .text(let text):
            guard let number = Double(text), number.isFinite else { throw expected("a number") }
            return number
        default: throw expected("a number")
        }
    }
    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }

    func decode(_ type: Int.Type) throws -> Int {
        let number: Int = try integer()
        guard InputLimits.integers.contains(number) else { throw expected("a whole number of at most 2147483647") }
        return number
    }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
    func decode(_ type: UInt.Type) throws -> UInt { try integer() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        try InputDecoder.value(of: type, from: value, at: codingPath)
    }

    private func integer<I: FixedWidthInteger>() throws -> I {
        let number: I? =
            switch value {
            case .integer(let number): I(exactly: number)
            case .text(let text): I(text)
            default: nil
            }
        guard let number else { throw expected("a whole number") }
        return number
    }

    private func expected(_ what: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath, debugDescription: what))
    }
}
