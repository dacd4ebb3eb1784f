/// How cells of a column are read as a type. To find that out takes longer than to read a cell.
final class CellReader<T> {
    let read: (PostgresCell) throws -> T

    fileprivate init(_ read: @escaping (PostgresCell) throws -> T) { self.read = read }

    /// By the type's own rule, from JSON, or as a single coded value.
    convenience init(_ type: T.Type, isJSON: Bool) where T: Decodable {
        if let reader = CellReader.direct(type, isJSON: isJSON) {
            self.init(reader.read)
        } else {
            self.init { cell in
                do {
                    return try T(from: CellDecoder(cell: cell))
                } catch is DecodingError {
                    // Not with its description, which quotes the value.
                    throw PostgresError.decoding(
                        column: cell.columnName, type: "\(type)",
                        found: cell.isNull ? "NULL" : "a value that it refuses")
                }
            }
        }
    }

    /// Of a type that has a rule of its own, or that is held as JSON; nil when neither is so.
    static func direct(_ type: T.Type, isJSON: Bool) -> CellReader<T>? where T: Decodable {
        if isJSON {
            // Decoded as nil or as what it wraps.
            if type is any OptionalType.Type { return nil }
            if type != String.self, type != JSONB.self { return CellReader { try decodeJSON(type, from: $0) } }
        }
        guard let decodable = type as? any PostgresDecodable.Type else { return nil }
        return readerByRule(decodable) as? CellReader<T>
    }
}

/// A `CellReader` of the type.
private func readerByRule<T: PostgresDecodable>(_ type: T.Type) -> AnyObject {
    CellReader<T> { try value(of: $0) }
}

private protocol OptionalType {}
extension Optional: OptionalType {}

/// Reads a cell as any type.
func decode<T: Decodable>(_ type: T.Type, from cell: PostgresCell) throws -> T {
    try CellReader(type, isJSON: cell.isJSON).read(cell)
}

/// Decodes a cell as a type that writes itself as a single value: ids, enumerations, optionals.
struct CellDecoder: Decoder, SingleValueDecodingContainer {
    let cell: PostgresCell

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw mismatch("an object")
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw mismatch("a list")
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool { cell.isNull }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        try Postgres.decode(type, from: cell)
    }

    private func mismatch(_ type: String) -> PostgresError {
        .decoding(column: cell.columnName, type: type, found: "a plain column; store it as jsonb")
    }
}
