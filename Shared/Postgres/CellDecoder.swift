/// Reads a cell as a type that has a rule of its own, or that is held as JSON; nil when neither is so.
func directly<T: Decodable>(_ type: T.Type, from cell: PostgresCell) throws -> T? {
    if cell.isJSON {
        // Decoded as nil or as what it wraps.
        if type is any OptionalType.Type { return nil }
        if type != String.self, type != JSONB.self { return try decodeJSON(type, from: cell) }
    }
    guard let decodable = type as? any PostgresDecodable.Type else { return nil }
    return try open(decodable, from: cell) as? T
}

private func open<T: PostgresDecodable>(_ type: T.Type, from cell: PostgresCell) throws -> T {
    try value(of: cell)
}

private protocol OptionalType {}
extension Optional: OptionalType {}

/// Reads a cell as any type: by its own rule, from JSON, or as a single coded value.
func decode<T: Decodable>(_ type: T.Type, from cell: PostgresCell) throws -> T {
    if let value = try directly(type, from: cell) { return value }
    do {
        return try T(from: CellDecoder(cell: cell))
    } catch is DecodingError {
        // Not with its description, which quotes the value.
        throw PostgresError.decoding(
            column: cell.columnName, type: "\(type)", found: cell.isNull ? "NULL" : "a value that it refuses")
    }
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
