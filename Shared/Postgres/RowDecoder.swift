/// Which column belongs to which property, worked out once for all rows of a result.
///
/// `customer_id` is found as `customerId`, `customerID` and `customer_id`: case and underscores do not count.
/// Used by one decoding at a time, so the remembered answers need no lock.
final class ColumnNames {
    let result: PostgresResult
    private let byFoldedName: [String: Int]
    private var byKey: [String: Int?] = [:]

    init(_ result: PostgresResult) {
        self.result = result
        byFoldedName = Dictionary(
            result.columns.enumerated().map { (Self.folded($0.element), $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    func index(of key: String) -> Int? {
        if let known = byKey[key] { return known }
        let found = byFoldedName[Self.folded(key)]
        byKey[key] = .some(found)
        return found
    }

    private static func folded(_ name: String) -> String {
        name.replacing("_", with: "").lowercased()
    }
}

/// Decodes one row: a keyed type by its columns, anything else from the row's only column.
struct RowDecoder: Decoder {
    let columns: ColumnNames
    let row: PostgresRow

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        if columns.result.columns.count == 1 {
            let cell = cell(0)
            if let value = try directly(type, from: cell) { return value }
        }
        return try T(from: self)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(RowContainer<Key>(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw PostgresError.decoding(
            column: "(row)", type: "a list", found: "a row; ask for a jsonb column or an array")
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        guard columns.result.columns.count == 1 else {
            throw PostgresError.decoding(
                column: "(row)", type: "a single value", found: "\(columns.result.columns.count) columns")
        }
        return CellDecoder(cell: cell(0))
    }

    func cell(_ column: Int) -> PostgresCell {
        PostgresCell(result: columns.result, row: row.index, column: column)
    }
}

/// Reads a cell as a type that has a rule of its own, or that is held as JSON; nil when neither is so.
private func directly<T: Decodable>(_ type: T.Type, from cell: PostgresCell) throws -> T? {
    if cell.isJSON, type != String.self, type != JSONB.self, !(type is any OptionalType.Type) {
        return try decodeJSON(type, from: cell)
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
private func decode<T: Decodable>(_ type: T.Type, from cell: PostgresCell) throws -> T {
    if let value = try directly(type, from: cell) { return value }
    return try T(from: CellDecoder(cell: cell))
}

private struct RowContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: RowDecoder

    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { decoder.columns.result.columns.compactMap { Key(stringValue: $0) } }

    func contains(_ key: Key) -> Bool {
        decoder.columns.index(of: key.stringValue) != nil
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        try cell(key, "a value").isNull
    }

    // The commonest types go straight to their own rule, without asking the runtime for it.
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try scalar(key) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try scalar(key) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try scalar(key) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try scalar(key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try scalar(key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try scalar(key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try scalar(key) }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try Postgres.decode(type, from: cell(key, "\(type)"))
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
        -> KeyedDecodingContainer<Nested>
    {
        try CellDecoder(cell: cell(key, "an object")).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try CellDecoder(cell: cell(key, "a list")).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { decoder }
    func superDecoder(forKey key: Key) throws -> any Decoder { CellDecoder(cell: try cell(key, "a value")) }

    private func scalar<T: PostgresDecodable>(_ key: Key) throws -> T {
        try value(of: cell(key, "\(T.self)"))
    }

    private func cell(_ key: Key, _ type: @autoclosure () -> String) throws -> PostgresCell {
        guard let column = decoder.columns.index(of: key.stringValue) else {
            throw PostgresError.decoding(column: key.stringValue, type: type(), found: "no such column")
        }
        return decoder.cell(column)
    }
}

/// Decodes a cell as a type that writes itself as a single value: ids, enumerations, optionals.
private struct CellDecoder: Decoder, SingleValueDecodingContainer {
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
