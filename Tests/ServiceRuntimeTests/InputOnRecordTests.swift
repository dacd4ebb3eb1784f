import Foundation
import JSONSchema
import Testing

@testable import ServiceRuntime

/// What the audit trail keeps of an input.
@Suite struct InputOnRecordTests {
    private func kept(_ input: InputValue) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(try #require(input.onRecord).utf8))
    }

    /// Any text that a caller may send is valid JSON and the same text, NUL aside.
    @Test func textsAreKeptAsTheyWere() throws {
        var random = SystemRandomNumberGenerator()
        // Without a letter of `otp` and `token`, which would make a name a secret's.
        let scalars =
            (0...0x7F).compactMap { Unicode.Scalar($0) }.filter { !"tT".unicodeScalars.contains($0) }
            + ["桥", "é", "\u{301}", "👩‍💻", "\u{2028}", "\u{FFFF}"].flatMap(\.unicodeScalars)
        for length in 0..<300 {
            var text = String.UnicodeScalarView()
            for _ in 0..<length % 40 { text.append(scalars.randomElement(using: &random) ?? "a") }
            let sent = String(text)
            let name = "n" + sent
            let found = try kept(.object([name: .string(sent)]))
            let whole = sent.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : String($0) }.joined()
            #expect(found == .object(["n" + whole: .string(whole)]), "sent \(sent.debugDescription)")
        }
    }

    @Test func valuesKeepTheirTypes() throws {
        let found = try kept(
            .object([
                "whole": .integer(.min), "part": .number(-1.5e300), "yes": .bool(true), "none": .null,
                "list": .array([.text("a"), .object([:]), .array([])]),
            ]))
        #expect(
            found
                == .object([
                    "whole": .integer(.min), "part": .number(-1.5e300), "yes": .bool(true), "none": .null,
                    "list": .array([.string("a"), .object([:]), .array([])]),
                ]))
    }

    @Test func secretsAndWhatBelongsToTheFormStayOut() throws {
        let found = try kept(
            .object([
                "_key": .text("k"), "newPassword": .text("p"), "app": .object(["TOKEN": .array([.text("t")])]),
                "name": .text("Anna"),
            ]))
        #expect(
            found
                == .object([
                    "newPassword": .string("•"), "app": .object(["TOKEN": .string("•")]), "name": .string("Anna"),
                ]))
        #expect(InputValue.object(["_key": .text("k")]).onRecord == nil)
        #expect(InputValue.null.onRecord == nil)
    }

    @Test func whatIsTooLongIsCut() throws {
        let long = String(repeating: "桥", count: 3000)
        #expect(try kept(.object(["text": .text(long)])) == .object(["text": .string(String(long.prefix(2000)))]))
        let many = InputValue.array(Array(repeating: .text(long), count: 20))
        #expect(try kept(.object(["many": many])) == .object(["…": .string("120070 bytes")]))
    }
}
