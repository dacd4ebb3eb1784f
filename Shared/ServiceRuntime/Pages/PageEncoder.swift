/// Turns a view into values of a page: objects with members, lists, truths and text.
final class PageEncoder: Encoder {
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]
    private var value: PageValue?

    /// Nil of nothing.
    static func value(of encodable: some Encodable) throws -> PageValue? {
        let encoder = PageEncoder()
        try encodable.encode(to: encoder)
        return encoder.value
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .object(let object) = value { return KeyedEncodingContainer(PageMembers(object: object)) }
        let object = PageObject()
        value = .object(object)
        return KeyedEncodingContainer(PageMembers(object: object))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .list(let list) = value { return PageElements(list: list) }
        let list = PageList()
        value = .list(list)
        return PageElements(list: list)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { PageSingle { self.value = $0 } }
}

private struct PageMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let codingPath: [any CodingKey] = []
    let object: PageObject

    func encodeNil(forKey key: Key) {}
    func encode(_ value: String, forKey key: Key) { object[key.stringValue] = .text(value) }
    func encode(_ value: Bool, forKey key: Key) { object[key.stringValue] = .flag(value) }
    func encode(_ value: some Encodable, forKey key: Key) throws {
        object[key.stringValue] = try PageEncoder.value(of: value)
    }
    func nestedContainer<Nested: CodingKey>(keyedBy _: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        let nested = PageObject()
        object[key.stringValue] = .object(nested)
        return KeyedEncodingContainer(PageMembers<Nested>(object: nested))
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let nested = PageList()
        object[key.stringValue] = .list(nested)
        return PageElements(list: nested)
    }
    // Of classes with a superclass, which no view is.
    func superEncoder() -> any Encoder { PageEncoder() }
    func superEncoder(forKey key: Key) -> any Encoder { PageEncoder() }
}

private struct PageElements: UnkeyedEncodingContainer {
    let codingPath: [any CodingKey] = []
    let list: PageList
    var count: Int { list.elements.count }

    func encodeNil() {}
    func encode(_ value: String) { list.elements.append(.text(value)) }
    func encode(_ value: Bool) { list.elements.append(.flag(value)) }
    func encode(_ value: some Encodable) throws {
        if let value = try PageEncoder.value(of: value) { list.elements.append(value) }
    }
    func nestedContainer<Nested: CodingKey>(keyedBy _: Nested.Type) -> KeyedEncodingContainer<Nested> {
        let nested = PageObject()
        list.elements.append(.object(nested))
        return KeyedEncodingContainer(PageMembers<Nested>(object: nested))
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let nested = PageList()
        list.elements.append(.list(nested))
        return PageElements(list: nested)
    }
    func superEncoder() -> any Encoder { PageEncoder() }
}

private struct PageSingle: SingleValueEncodingContainer {
    let codingPath: [any CodingKey] = []
    let keep: (PageValue?) -> Void

    func encodeNil() {}
    func encode(_ value: Bool) { keep(.flag(value)) }
    func encode(_ value: String) { keep(.text(value)) }
    func encode(_ value: Double) { keep(.text("\(value)")) }
    func encode(_ value: Float) { keep(.text("\(value)")) }
    func encode(_ value: Int) { keep(.text("\(value)")) }
    func encode(_ value: Int8) { keep(.text("\(value)")) }
    func encode(_ value: Int16) { keep(.text("\(value)")) }
    func encode(_ value: Int32) { keep(.text("\(value)")) }
    func encode(_ value: Int64) { keep(.text("\(value)")) }
    func encode(_ value: UInt) { keep(.text("\(value)")) }
    func encode(_ value: UInt8) { keep(.text("\(value)")) }
    func encode(_ value: UInt16) { keep(.text("\(value)")) }
    func encode(_ value: UInt32) { keep(.text("\(value)")) }
    func encode(_ value: UInt64) { keep(.text("\(value)")) }
    func encode(_ value: some Encodable) throws { keep(try PageEncoder.value(of: value)) }
}
