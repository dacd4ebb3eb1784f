import Foundation
import JSONSchema

/// The one way JSON is written and read in events and over HTTP: ISO 8601 instants with milliseconds, UUIDs in lower case
/// (RFC 9562, section 4), sorted keys.
public enum WireJSON {
    /// - Throws: `EncodingError` for what JSON has no form for; what the value throws.
    public static func encode(_ value: some Encodable) throws -> Data { try WireEncoder.json(value) }

    public static func decode<T: Decodable>(_ type: T.Type, from data: Data) throws -> T {
        try decoder.decode(type, from: data)
    }

    private static let decoder = {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            guard let date = parseInstant(text) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "an ISO 8601 instant such as 2026-01-01T00:00:00.000Z")
            }
            return date
        }
        return decoder
    }()

    /// Reads an ISO 8601 instant with or without fractions of a second; nil when it is not one.
    public static func parseInstant(_ text: String) -> Date? {
        (try? Date(text, strategy: instant)) ?? (try? Date(text, strategy: .iso8601))
    }
    /// Writes an instant in UTC with milliseconds.
    public static func instantText(_ date: Date) -> String { date.formatted(instant) }

    private static let instant = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}

/// A value whose JSON form is its text form.
public protocol TextCoded: Codable, LosslessStringConvertible, SchemaRepresentable {
    /// What the text looks like, for people who sent something else.
    static var expectation: String { get }
}

extension TextCoded {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: Self.expectation)
        }
        self = value
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension ExactDecimal: TextCoded {
    public static var expectation: String { "a decimal number as text with at most six places, such as \"12.5\"" }
    public static var jsonSchema: JSONValue { ["type": "string", "pattern": "^-?[0-9]{1,12}(\\.[0-9]{1,6})?$"] }
    public static var schemaExample: ExactDecimal { ExactDecimal(1) }
}

extension BusinessDate: TextCoded {
    public static var expectation: String { "a date such as \"2026-11-24\"" }
    public static var jsonSchema: JSONValue { ["type": "string", "format": "date"] }
    public static var schemaExample: BusinessDate { BusinessDate(dayNumber: 20_454) }
}

extension ID: TextCoded {
    public static var expectation: String { "a UUID" }
    public static var jsonSchema: JSONValue { UUID.jsonSchema }
    public static var schemaExample: ID { ID(rawValue: UUID.schemaExample) }
}

extension Role: Codable, SchemaRepresentable {}

extension Money: Codable, SchemaRepresentable {
    private enum CodingKeys: CodingKey { case amount, currency }
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let text = try container.decode(String.self, forKey: .amount)
        let currency = try container.decodeIfPresent(Currency.self, forKey: .currency) ?? .company
        guard let money = Money(text, currency: currency) else {
            throw DecodingError.dataCorruptedError(
                forKey: .amount, in: container, debugDescription: "an amount as text with two places, such as \"12.30\""
            )
        }
        self = money
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(amountText, forKey: .amount)
        try container.encode(currency, forKey: .currency)
    }
    public static var jsonSchema: JSONValue {
        [
            "type": "object",
            "properties": [
                "amount": ["type": "string", "pattern": "^-?[0-9]{1,15}(\\.[0-9]{1,2})?$"],
                "currency": ["type": "string", "pattern": "^[A-Z]{3}$", "default": "CNY"],
            ],
            "required": ["amount"],
        ]
    }
    public static var schemaExample: Money { Money(minor: 12_30) }
}
