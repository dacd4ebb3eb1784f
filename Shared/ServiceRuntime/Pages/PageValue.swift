import Mustache

/// What a template is given, made of a view once. Mustache would look into a Swift value anew for every tag, which costs
/// more than all else that a list's page does.
final class PageValue: MustacheParent, MustacheCustomRenderable {
    /// What lists, switches and members of an object are to Mustache: arrays, `Bool`s and other values of a page.
    private(set) var members: [String: Any]
    let renderText: String

    /// Something to show.
    init(_ text: String) { (members, renderText) = ([:], text) }

    /// Something that has members.
    init() { (members, renderText) = ([:], "") }

    var isNull: Bool { false }
    func child(named key: String) -> Any? { members[key] }

    func set(_ value: Any?, _ key: String) { members[key] = value }

    /// - Throws: what the view's own encoding throws.
    static func of(_ view: some Encodable) throws -> PageValue {
        try PageEncoder.value(of: view) as? PageValue ?? PageValue()
    }
}

/// Turns a view into values of a page: objects with members, arrays, `Bool`s and text.
private final class PageEncoder: Encoder {
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]
    private var value: Any?
    private var list: PageList?

    static func value(of encodable: some Encodable) throws -> Any? {
        // Most of what a page shows, without the way round.
        switch encodable {
        case let text as String: return PageValue(text)
        case let flag as Bool: return flag
        case let number as Int: return PageValue(String(number))
        default:
            let encoder = PageEncoder()
            try encodable.encode(to: encoder)
            return encoder.list?.elements ?? encoder.value
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        let object = value as? PageValue ?? PageValue()
        value = object
        return KeyedEncodingContainer(PageMembers(object: object))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        let elements = list ?? PageList()
        list = elements
        return elements
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { PageSingle { self.value = $0 } }
}

private struct PageMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let codingPath: [any CodingKey] = []
    let object: PageValue

    func encodeNil(forKey key: Key) {}
    func encode(_ value: some Encodable, forKey key: Key) throws {
        object.set(try PageEncoder.value(of: value), key.stringValue)
    }
    func nestedContainer<Nested: CodingKey>(keyedBy _: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        let nested = PageValue()
        object.set(nested, key.stringValue)
        return KeyedEncodingContainer(PageMembers<Nested>(object: nested))
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        PageList { object.set($0, key.stringValue) }
    }
    // Of classes with a superclass, which no view is.
    func superEncoder() -> any Encoder { PageEncoder() }
    func superEncoder(forKey key: Key) -> any Encoder { PageEncoder() }
}

private final class PageList: UnkeyedEncodingContainer {
    let codingPath: [any CodingKey] = []
    private let keep: ([Any]) -> Void
    private(set) var elements: [Any] = [] { didSet { keep(elements) } }
    var count: Int { elements.count }

    /// - Parameter keep: gets what the list holds each time it grows, where it is part of something.
    init(_ keep: @escaping ([Any]) -> Void = { _ in }) { self.keep = keep }

    func encodeNil() {}
    func encode(_ value: some Encodable) throws {
        if let value = try PageEncoder.value(of: value) { elements.append(value) }
    }
    func nestedContainer<Nested: CodingKey>(keyedBy _: Nested.Type) -> KeyedEncodingContainer<Nested> {
        let nested = PageValue()
        elements.append(nested)
        return KeyedEncodingContainer(PageMembers<Nested>(object: nested))
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let place = elements.count
        elements.append([Any]())
        return PageList { [self] in elements[place] = $0 }
    }
    func superEncoder() -> any Encoder { PageEncoder() }
}

private struct PageSingle: SingleValueEncodingContainer {
    let codingPath: [any CodingKey] = []
    let keep: (Any?) -> Void

    func encodeNil() {}
    func encode(_ value: Bool) { keep(value) }
    func encode(_ value: String) { keep(PageValue(value)) }
    func encode(_ value: Double) { keep(PageValue("\(value)")) }
    func encode(_ value: Float) { keep(PageValue("\(value)")) }
    func encode(_ value: Int) { keep(PageValue("\(value)")) }
    func encode(_ value: Int8) { keep(PageValue("\(value)")) }
    func encode(_ value: Int16) { keep(PageValue("\(value)")) }
    func encode(_ value: Int32) { keep(PageValue("\(value)")) }
    func encode(_ value: Int64) { keep(PageValue("\(value)")) }
    func encode(_ value: UInt) { keep(PageValue("\(value)")) }
    func encode(_ value: UInt8) { keep(PageValue("\(value)")) }
    func encode(_ value: UInt16) { keep(PageValue("\(value)")) }
    func encode(_ value: UInt32) { keep(PageValue("\(value)")) }
    func encode(_ value: UInt64) { keep(PageValue("\(value)")) }
    func encode(_ value: some Encodable) throws { keep(try PageEncoder.value(of: value)) }
}
