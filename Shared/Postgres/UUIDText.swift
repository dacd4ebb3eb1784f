import Foundation

extension UUID: PostgresCodable {
    /// In small letters, as the server writes it.
    public var postgresText: String? {
        String(unsafeUninitializedCapacity: 36) { text in
            var place = 0
            withUnsafeBytes(of: uuid) { bytes in
                for (index, byte) in bytes.enumerated() {
                    if [4, 6, 8, 10].contains(index) { Self.put(UInt8(ascii: "-"), in: text, at: &place) }
                    Self.put(Self.digit(byte >> 4), in: text, at: &place)
                    Self.put(Self.digit(byte & 15), in: text, at: &place)
                }
            }
            return place
        }
    }

    /// Reads 32 hexadecimal digits in either case, in five groups.
    public init(postgresText: String) throws {
        var text = postgresText
        guard let value = text.withUTF8({ UUID(groups: UnsafeRawBufferPointer($0)) }) else {
            throw PostgresMismatch(found: "text that is no uuid")
        }
        self = value
    }

    // Without a String of it: every row has an id or two.
    public init(postgresCell cell: PostgresCell) throws {
        guard !cell.isNull else { throw PostgresMismatch(found: "NULL") }
        guard let value = cell.withBytes(UUID.init(groups:)) else {
            throw PostgresMismatch(found: "text that is no uuid")
        }
        self = value
    }

    // Foundation's own goes through sscanf and snprintf, which costs several times as much; every event passes here.
    private init?(groups text: UnsafeRawBufferPointer) {
        var value: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        var digits = 0
        let isRead = withUnsafeMutableBytes(of: &value) { bytes in
            for (place, character) in text.enumerated() {
                if place == 8 || place == 13 || place == 18 || place == 23 {
                    guard character == UInt8(ascii: "-") else { return false }
                    continue
                }
                guard digits < 32, let digit = Self.value(character) else { return false }
                bytes[digits / 2] = bytes[digits / 2] << 4 | digit
                digits += 1
            }
            return digits == 32
        }
        guard isRead else { return nil }
        self.init(uuid: value)
    }

    private static func put(_ byte: UInt8, in text: UnsafeMutableBufferPointer<UInt8>, at place: inout Int) {
        text[place] = byte
        place += 1
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
