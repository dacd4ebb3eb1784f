import Foundation

@testable import Postgres

extension Subject {
    /// The server's text of points in time. What is read can be written and read again.
    static let timestamps = Subject(name: "timestamps") {
        [
            "2026-11-24 12:34:56.123456+00", "2026-11-24T12:34:56Z", "0044-03-15 12:00:00-05:30:15 BC", "2026-11-24",
            "294276-12-31 23:59:59.999999+00", "4714-11-24 00:00:00+00 BC", "5874897-12-31", "infinity", "-infinity",
        ].map { Array($0.utf8) }
    } check: { input in
        guard let date = try read({ try Date(postgresText: text(input)) }) else { return }
        let written = date.postgresText ?? ""
        guard let again = try read({ try Date(postgresText: written) }), again == date else {
            throw Broken("\(text(input)) is read as \(date.timeIntervalSince1970), written as \(written)")
        }
    }

    /// Array literals. What is read can be written and read again.
    static let arrays = Subject(name: "arrays") {
        [
            "{}", "{1,2,NULL}", "[0:1]={7,8}", #"{"a\"b\\c",NULL,"NULL","",plain}"#, #"{"\\xff00","\\x"}"#,
            "{t,f}", "{2026-11-24,infinity}", "{{1,2},{3,4}}", "{00000000-0000-7000-8000-000000000001}",
        ].map { Array($0.utf8) }
    } check: { input in
        let literal = text(input)
        for reader in typedArrays { _ = try read { try reader(literal) } }
        guard let elements = try read({ try arrayElements(literal) }) else { return }
        let written = arrayLiteral(elements)
        guard try read({ try arrayElements(written) }) == elements else {
            throw Broken("\(literal) is read as \(elements), written as \(written)")
        }
    }

    private static let typedArrays: [@Sendable (String) throws -> Void] = [
        { _ = try [Int?](postgresText: $0) }, { _ = try [Bool](postgresText: $0) },
        { _ = try [Decimal](postgresText: $0) }, { _ = try [Date](postgresText: $0) },
        { _ = try [UUID](postgresText: $0) }, { _ = try [[UInt8]](postgresText: $0) },
        { _ = try [Data?](postgresText: $0) }, { _ = try [Double](postgresText: $0) },
    ]

    /// Numbers, truth values, ids and bytes. What is read is what the text says, to the last digit.
    static let scalars = Subject(name: "scalars") {
        [
            "0", "-1", "9223372036854775807", "-9223372036854775808", "32768", "12345678901234567890.123456", "-0.01",
            "0.00000000000000000000000000000000000001", "NaN", "Infinity", "1e400", "-1.5e-300", "t", "f",
            "00000000-0000-7000-8000-000000000001", "\\x00ff", "99999999999999999999999999999999999999",
        ].map { Array($0.utf8) }
    } check: { input in
        let literal = text(input)
        try integer(Int16.self, input)
        try integer(Int32.self, input)
        try integer(Int64.self, input)
        try rewritten(Double.self, literal)
        try rewritten(Bool.self, literal)
        try rewritten(UUID.self, literal)
        try rewritten(Data.self, literal)
        try rewritten(Decimal.self, literal)
        if let id = try read({ try UUID(postgresText: literal) }), id != UUID(uuidString: literal) {
            throw Broken("the id \(literal) is read as \(id)")
        }
        if let decimal = try read({ try Decimal(postgresText: literal) }) {
            guard canonical(decimal.description) == canonical(literal) else {
                throw Broken("the numeric \(literal) is read as \(decimal)")
            }
        }
    }

    private static func rewritten<T: PostgresCodable & Equatable>(_: T.Type, _ literal: String) throws {
        guard let value = try read({ try T(postgresText: literal) }), value == value else { return }
        guard try read({ try T(postgresText: value.postgresText ?? "") }) == value else {
            throw Broken("\(literal) is read as \(value), written as \(value.postgresText ?? "NULL")")
        }
    }

    private static func integer<T: FixedWidthInteger>(_: T.Type, _ input: [UInt8]) throws {
        guard let value = input.withUnsafeBytes({ T(decimalDigits: $0) }) else { return }
        guard T(text(input)) == value else { throw Broken("\(text(input)) is read as \(value)") }
    }

    /// A plain decimal without zeros that say nothing; nil for other text.
    private static func canonical(_ literal: String) -> String? {
        guard let parts = literal.wholeMatch(of: /(-?)([0-9]+)(?:\.([0-9]*))?/)?.output else { return nil }
        let whole = parts.2.drop { $0 == "0" }
        let fraction = String((parts.3 ?? "").reversed().drop { $0 == "0" }.reversed())
        return whole.isEmpty && fraction.isEmpty ? "0" : "\(parts.1)\(whole).\(fraction)"
    }
}
