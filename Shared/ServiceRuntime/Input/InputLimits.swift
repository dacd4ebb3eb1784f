import JSONSchema
import Kernel

/// What every input keeps to, whatever its route: the API document says the same (``InputSchema``).
enum InputLimits {
    /// Characters of a text.
    static let text = 10_000
    /// Elements of a list.
    static let list = 1000
    /// What columns keep as `integer`.
    static let integers = -2_147_483_647...2_147_483_647
    /// Items of a page.
    static let page = 1...200

    /// Amounts are of the company's currency; arithmetic with another is a mistake that must not come from outside.
    static func money(_ value: InputValue, _ path: [any CodingKey]) throws -> Money {
        let money = try Money(from: InputDecoder(value: value, codingPath: path))
        guard money.currency == .company else {
            throw refused("in the company's currency", path, "currency")
        }
        guard isPlain(value["amount"]?.scalarText ?? "", whole: 15, places: 2) else {
            throw refused("an amount as text with two places, such as \"12.30\"", path, "amount")
        }
        return money
    }

    static func decimal(_ value: InputValue, _ path: [any CodingKey]) throws -> ExactDecimal {
        let decoder = InputDecoder(value: value, codingPath: path)
        let number = try ExactDecimal(from: decoder)
        guard isPlain(value.scalarText ?? "", whole: 12, places: 6) else {
            throw decoder.mismatch(ExactDecimal.expectation)
        }
        return number
    }

    /// No more digits before and after the point than the pattern of the document allows.
    private static func isPlain(_ text: String, whole: Int, places: Int) -> Bool {
        let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        return (parts.first?.utf8.count ?? 0) <= whole && (parts.count < 2 || parts[1].utf8.count <= places)
    }

    private static func refused(_ expected: String, _ path: [any CodingKey], _ member: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: path + [MemberKey(member)], debugDescription: expected))
    }

    /// - Throws: ``Problem`` 422 when a list is asked for in pages too small or too large.
    static func check(_ input: some Decodable) throws {
        guard let limit = (input as? any PageRequest)?.limit, !page.contains(limit) else { return }
        throw Problem.invalid(field: "limit", "must be between 1 and 200")
    }
}

/// A member of an object, as a step of a path.
struct MemberKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { return nil }
}
