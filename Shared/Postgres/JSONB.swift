import Foundation

/// A JSON document in a `jsonb` (or `json`) column.
///
/// Points in time are RFC 3339 in UTC with microseconds; the row decoder reads nested types by the same rule.
public struct JSONB: PostgresCodable, Equatable {
    /// The document as JSON text.
    public let text: String

    /// Encodes a value.
    /// - Throws: `EncodingError` when the value cannot be written as JSON.
    public init(_ value: some Encodable) throws {
        text = String(decoding: try Self.encoder.encode(value), as: UTF8.self)
    }

    /// JSON text as it is; the server checks it.
    public init(text: String) {
        self.text = text
    }

    public init(postgresText: String) {
        text = postgresText
    }

    public var postgresText: String? { text }

    /// Reads the document as a value.
    /// - Throws: `DecodingError` when it is none.
    public func decode<T: Decodable>(as type: T.Type = T.self) throws -> T {
        try Self.decoder.decode(type, from: Data(text.utf8))
    }

    static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            guard let text = date.rfc3339 else {
                throw EncodingError.invalidValue(
                    date, .init(codingPath: encoder.codingPath, debugDescription: "a point in time out of range"))
            }
            var container = encoder.singleValueContainer()
            try container.encode(text)
        }
        return encoder
    }

    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let date = Date(timestamp: try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a point in time")
            }
            return date
        }
        return decoder
    }
}

// In another coder it is its text; in a row it is read by its own rule.
extension JSONB: Codable {
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
