import Foundation

/// `bytea` in its hexadecimal text form.
func hexadecimal(_ bytes: some Collection<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = [UInt8(ascii: "\\"), UInt8(ascii: "x")]
    text.reserveCapacity(2 + bytes.count * 2)
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}

/// The bytes of a hexadecimal `bytea`; nil if it is none.
private func bytes(hexadecimal text: some Collection<UInt8>) -> [UInt8]? {
    guard text.starts(with: "\\x".utf8), text.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2 - 1)
    var high: UInt8?
    for character in text.dropFirst(2) {
        guard let digit = hexadecimalDigit(character) else { return nil }
        if let upper = high {
            bytes.append(upper << 4 | digit)
            high = nil
        } else {
            high = digit
        }
    }
    return bytes
}

private func hexadecimalDigit(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
}

// `[UInt8]` is `bytea`, not `smallint[]`: the element says how its array travels.
extension UInt8: PostgresCodable {
    public static func postgresParameter(forArray elements: [UInt8]) -> PostgresParameter {
        .binary(elements)
    }

    public static func array(postgresText: String) throws -> [UInt8] {
        guard let bytes = bytes(hexadecimal: postgresText.utf8) else {
            throw PostgresMismatch(found: "text that is no bytea")
        }
        return bytes
    }
}

extension Data: PostgresCodable {
    public var postgresText: String? { hexadecimal(self) }

    public var postgresParameter: PostgresParameter { .binary(Array(self)) }

    public init(postgresText: String) throws {
        self = try Data(UInt8.array(postgresText: postgresText))
    }
}
