import Foundation

/// Writes values as JSON (RFC 8259), members in the order of the bytes of their names.
///
/// Every event and every answer goes through it, an event within the transaction that emits it, so it does one thing:
/// scalars go into one text as they come, and are found there again when the object they belong to is complete.
/// Foundation's encoder takes twice as long, and writes ids in capitals. Other than there, a name that a value encodes
/// twice is written twice.
final class WireEncoder: Encoder {
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]
    fileprivate let scalars: WireScalars
    fileprivate var part: WirePart?

    fileprivate init(_ scalars: WireScalars) { self.scalars = scalars }

    /// - Throws: `EncodingError` for a number that is none and for a value that encodes nothing; what the value throws.
    static func json(_ value: some Encodable) throws -> Data {
        let scalars = WireScalars()
        let part = try scalars.part(of: value)
        var text: [UInt8] = []
        text.reserveCapacity(scalars.text.count * 3 / 2)
        part.write(to: &text, from: scalars.text)
        return Data(text)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .object(let object) = part { return KeyedEncodingContainer(WireMembers(object: object)) }
        let object = WireObject(scalars)
        part = .object(object)
        return KeyedEncodingContainer(WireMembers(object: object))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .list(let list) = part { return WireElements(list: list) }
        let list = WireList(scalars)
        part = .list(list)
        return WireElements(list: list)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { WireSingle(encoder: self) }
}

/// The texts of all scalars of a document, one behind the other.
private final class WireScalars {
    private(set) var text: [UInt8] = []

    private func part(_ write: (inout [UInt8]) -> Void) -> WirePart {
        let start = text.count
        write(&text)
        return .scalar(start..<text.count)
    }

    func null() -> WirePart { part { $0.append(contentsOf: "null".utf8) } }
    func truth(_ value: Bool) -> WirePart { part { $0.append(contentsOf: (value ? "true" : "false").utf8) } }
    func string(_ value: String) -> WirePart { part { $0.append(quoted: value) } }
    func integer(_ value: some BinaryInteger) -> WirePart { part { $0.append(contentsOf: value.description.utf8) } }

    func number(_ value: some BinaryFloatingPoint & LosslessStringConvertible) throws -> WirePart {
        guard value.isFinite else {
            throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "JSON has no \(value)"))
        }
        let digits = value.description
        return part { $0.append(contentsOf: (digits.hasSuffix(".0") ? digits.dropLast(2) : digits[...]).utf8) }
    }

    func part<Value: Encodable>(of value: Value) throws -> WirePart {
        // To compare types takes no time; a cast of a value of any type takes longer than to write it.
        if Value.self == String.self, let text = value as? String { return string(text) }
        if Value.self == UUID.self, let id = value as? UUID { return string(id.text) }
        if Value.self == Date.self, let date = value as? Date { return string(WireJSON.instantText(date)) }
        if Value.self == Data.self, let data = value as? Data { return string(data.base64EncodedString()) }
        if Value.self == URL.self, let url = value as? URL { return string(url.absoluteString) }
        let encoder = WireEncoder(self)
        try value.encode(to: encoder)
        guard let part = encoder.part else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: [], debugDescription: "\(Value.self) encodes nothing"))
        }
        return part
    }
}

/// A value of the document.
private enum WirePart {
    /// Where its text is.
    case scalar(Range<Int>)
    case object(WireObject)
    case list(WireList)
    /// Whatever is encoded until the document is complete; nothing is an empty object.
    case later(WireEncoder)

    func write(to text: inout [UInt8], from scalars: [UInt8]) {
        switch self {
        case .scalar(let range): text.append(contentsOf: scalars[range])
        case .object(let object): object.write(to: &text, from: scalars)
        case .list(let list): list.write(to: &text, from: scalars)
        case .later(let encoder): (encoder.part ?? .object(WireObject(encoder.scalars))).write(to: &text, from: scalars)
        }
    }
}

private final class WireObject {
    let scalars: WireScalars
    private var members: [(name: String, value: WirePart)] = []

    init(_ scalars: WireScalars) { self.scalars = scalars }

    func set(_ name: String, _ value: WirePart) { members.append((name, value)) }

    func write(to text: inout [UInt8], from scalars: [UInt8]) {
        var mark = UInt8(ascii: "{")
        for (name, value) in members.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
            text.append(mark)
            text.append(quoted: name)
            text.append(UInt8(ascii: ":"))
            value.write(to: &text, from: scalars)
            mark = UInt8(ascii: ",")
        }
        if members.isEmpty { text.append(mark) }
        text.append(UInt8(ascii: "}"))
    }
}

private final class WireList {
    let scalars: WireScalars
    var elements: [WirePart] = []

    init(_ scalars: WireScalars) { self.scalars = scalars }

    func write(to text: inout [UInt8], from scalars: [UInt8]) {
        var mark = UInt8(ascii: "[")
        for element in elements {
            text.append(mark)
            element.write(to: &text, from: scalars)
            mark = UInt8(ascii: ",")
        }
        if elements.isEmpty { text.append(mark) }
        text.append(UInt8(ascii: "]"))
    }
}

private struct WireMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let codingPath: [any CodingKey] = []
    let object: WireObject
    private var scalars: WireScalars { object.scalars }

    init(object: WireObject) { self.object = object }

    func encodeNil(forKey key: Key) { object.set(key.stringValue, scalars.null()) }
    func encode(_ value: Bool, forKey key: Key) { object.set(key.stringValue, scalars.truth(value)) }
    func encode(_ value: String, forKey key: Key) { object.set(key.stringValue, scalars.string(value)) }
    func encode(_ value: Int, forKey key: Key) { object.set(key.stringValue, scalars.integer(value)) }
    func encode(_ value: Int64, forKey key: Key) { object.set(key.stringValue, scalars.integer(value)) }
    func encode(_ value: some Encodable, forKey key: Key) throws {
        object.set(key.stringValue, try scalars.part(of: value))
    }
    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        later(key.stringValue).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        later(key.stringValue).unkeyedContainer()
    }
    func superEncoder() -> any Encoder { later("super") }
    func superEncoder(forKey key: Key) -> any Encoder { later(key.stringValue) }

    private func later(_ name: String) -> WireEncoder {
        let encoder = WireEncoder(scalars)
        object.set(name, .later(encoder))
        return encoder
    }
}

private struct WireElements: UnkeyedEncodingContainer {
    let codingPath: [any CodingKey] = []
    let list: WireList
    var count: Int { list.elements.count }

    func encodeNil() { list.elements.append(list.scalars.null()) }
    func encode(_ value: Bool) { list.elements.append(list.scalars.truth(value)) }
    func encode(_ value: String) { list.elements.append(list.scalars.string(value)) }
    func encode(_ value: some Encodable) throws { list.elements.append(try list.scalars.part(of: value)) }
    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        later().container(keyedBy: type)
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { later().unkeyedContainer() }
    func superEncoder() -> any Encoder { later() }

    private func later() -> WireEncoder {
        let encoder = WireEncoder(list.scalars)
        list.elements.append(.later(encoder))
        return encoder
    }
}

private struct WireSingle: SingleValueEncodingContainer {
    let codingPath: [any CodingKey] = []
    let encoder: WireEncoder
    private var scalars: WireScalars { encoder.scalars }

    init(encoder: WireEncoder) { self.encoder = encoder }

    func encodeNil() { encoder.part = scalars.null() }
    func encode(_ value: Bool) { encoder.part = scalars.truth(value) }
    func encode(_ value: String) { encoder.part = scalars.string(value) }
    func encode(_ value: Double) throws { encoder.part = try scalars.number(value) }
    func encode(_ value: Float) throws { encoder.part = try scalars.number(value) }
    func encode(_ value: Int) { encoder.part = scalars.integer(value) }
    func encode(_ value: Int8) { encoder.part = scalars.integer(value) }
    func encode(_ value: Int16) { encoder.part = scalars.integer(value) }
    func encode(_ value: Int32) { encoder.part = scalars.integer(value) }
    func encode(_ value: Int64) { encoder.part = scalars.integer(value) }
    func encode(_ value: UInt) { encoder.part = scalars.integer(value) }
    func encode(_ value: UInt8) { encoder.part = scalars.integer(value) }
    func encode(_ value: UInt16) { encoder.part = scalars.integer(value) }
    func encode(_ value: UInt32) { encoder.part = scalars.integer(value) }
    func encode(_ value: UInt64) { encoder.part = scalars.integer(value) }
    func encode(_ value: some Encodable) throws { encoder.part = try scalars.part(of: value) }
}

extension [UInt8] {
    /// A JSON string (RFC 8259, section 7).
    fileprivate mutating func append(quoted text: String) {
        append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            var (written, place) = (0, 0)
            // Without an iterator: where nothing is optimised, each step of one takes a microsecond.
            while place < bytes.count {
                let byte = bytes[place]
                if byte < 0x20 || byte == 0x22 || byte == 0x5C {
                    append(contentsOf: bytes[written..<place])
                    append(escaped: byte)
                    written = place + 1
                }
                place += 1
            }
            append(contentsOf: bytes[written...])
        }
        append(UInt8(ascii: "\""))
    }

    private mutating func append(escaped byte: UInt8) {
        append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0D: append(UInt8(ascii: "r"))
        case 0x22, 0x5C: append(byte)
        default: append(contentsOf: ((byte < 0x10 ? "u000" : "u00") + String(byte, radix: 16)).utf8)
        }
    }
}
