import Foundation
import JSONSchema
import Kernel
import Testing

/// What is written is what Foundation's encoder writes of the same value, but for ids, which are in small letters.
@Suite struct WireJSONTests {
    private enum Colour: String, Codable { case red, green }

    private struct Everything: Codable {
        var text = "é 桥 😀 \"quoted\" back\\slash /slash \u{0} \u{1} \u{1F} \u{7F} \u{2028}\t\n\r\u{8}\u{C}"
        var flag = true
        var numbers: [Double] = [0, 1, -1.5, 0.1, 1e20, 1e-7, 123_456_789.25, .leastNonzeroMagnitude]
        var float: Float = 0.25
        var small: Int8 = -128
        var large: UInt64 = .max
        var whole: Int64 = .min
        var colour = Colour.green
        var nothing: Int?
        var perhaps: [Int?] = [1, nil]
        var named = ["b": [1, 2], "a": [], "ä": [3], "A": [4]]
        var data = Data([0, 255, 62, 63])
        var address = URL(string: "https://example.com/a/b?c=d")
        var amount = Money(minor: -12_345)
        var day = BusinessDate(dayNumber: 20_454)
        var empty: [String: Int] = [:]
        var text2 = ""
        var numbered = [1: "one"]
    }

    @Test func everyKindOfValueIsWrittenAsFoundationWritesIt() throws {
        let value = Everything()
        #expect(try wire(value) == foundation(value))
        let read = try WireJSON.decode(Everything.self, from: WireJSON.encode(value))
        #expect(read.text == value.text && read.numbers == value.numbers && read.large == value.large)
        #expect(read.whole == value.whole && read.named == value.named && read.data == value.data)
        for scalar in ["", "a"] { #expect(try wire(scalar) == foundation(scalar)) }
        #expect(try wire([Int]()) == "[]")
        #expect(try wire(7) == "7")
        #expect(try wire(nil as Int?) == "null")
    }

    @Test func anyDocumentIsWrittenAsFoundationWritesIt() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 1...500 {
            let document = any(depth: 4, &random)
            let (own, other) = (try wire(document), try foundation(document))
            #expect(own == other)
            #expect(try WireJSON.decode(JSONValue.self, from: WireJSON.encode(document)) == document)
        }
    }

    @Test func identifiersHaveOneForm() throws {
        struct Both: Codable {
            var raw: UUID
            var typed: OrderID
            var text = "01930000-ABCD-7000-8000-ABCDEF000001"
        }
        let raw = try #require(UUID(uuidString: "01930000-ABCD-7000-8000-ABCDEF000001"))
        let json = String(decoding: try WireJSON.encode(Both(raw: raw, typed: OrderID(rawValue: raw))), as: UTF8.self)
        let id = "01930000-abcd-7000-8000-abcdef000001"
        #expect(json == #"{"raw":"\#(id)","text":"\#(raw.uuidString)","typed":"\#(id)"}"#)
    }

    @Test func instantsKeepTheirMilliseconds() throws {
        let date = Date(timeIntervalSince1970: 1_767_225_600.125)
        let json = try WireJSON.encode([date])
        #expect(String(decoding: json, as: UTF8.self) == #"["2026-01-01T00:00:00.125Z"]"#)
        #expect(try WireJSON.decode([Date].self, from: json) == [date])
    }

    /// Types that put themselves together by hand: containers within containers, written to in any order.
    @Test func whatIsNestedByHandIsWrittenAsFoundationWritesIt() throws {
        struct Nested: Encodable {
            enum Key: CodingKey { case outer, inner, list, empty, more }
            func encode(to encoder: any Encoder) throws {
                var whole = encoder.container(keyedBy: Key.self)
                var outer = whole.nestedContainer(keyedBy: Key.self, forKey: .outer)
                var list = whole.nestedUnkeyedContainer(forKey: .list)
                var member = list.nestedContainer(keyedBy: Key.self)
                var deep = list.nestedUnkeyedContainer()
                try deep.encode(1.5)
                try list.encodeNil()
                try list.encode(true)
                try outer.encode(1, forKey: .inner)
                try member.encodeNil(forKey: .list)
                try deep.encode("x")
                try "base".encode(to: whole.superEncoder())
                _ = whole.superEncoder(forKey: .empty)
                try [1].encode(to: list.superEncoder())
                var again = encoder.container(keyedBy: Key.self)
                _ = again.nestedUnkeyedContainer(forKey: .more)
            }
        }
        #expect(try wire(Nested()) == foundation(Nested()))
    }

    @Test func whatJSONHasNoFormForIsRefused() {
        struct Silent: Encodable { func encode(to encoder: any Encoder) {} }
        for number in [Double.nan, .infinity, -.infinity] {
            #expect(throws: EncodingError.self) { try WireJSON.encode(["number": number]) }
        }
        #expect(throws: EncodingError.self) { try WireJSON.encode(Float.nan) }
        #expect(throws: EncodingError.self) { try WireJSON.encode([Silent()]) }
    }

    private func wire(_ value: some Encodable) throws -> String {
        String(decoding: try WireJSON.encode(value), as: UTF8.self)
    }

    private func foundation(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func any(depth: Int, _ random: inout SystemRandomNumberGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return .integer(.random(in: .min ... .max, using: &random))
        case 3: return .number(.random(in: -1e9...1e9, using: &random) + 0.5)
        case 4: return .string(text(&random))
        case 5: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in any(depth: depth - 1, &random) })
        default:
            let members = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                (text(&random), any(depth: depth - 1, &random))
            }
            return .object(Dictionary(members, uniquingKeysWith: { $1 }))
        }
    }

    /// Plain text, and whatever else there is.
    private func text(_ random: inout SystemRandomNumberGenerator) -> String {
        let last: UInt32 = Bool.random(using: &random) ? 0x7F : 0x1_F6FF
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            text.unicodeScalars.append(Unicode.Scalar(.random(in: 0...last, using: &random)) ?? "-")
        }
        return text
    }
}
