/// Decodes one row: a keyed type by its columns, anything else from the row's only column.
struct RowDecoder: Decoder {
    let columns: ColumnNames
    let row: PostgresRow

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        if columns.result.columns.count == 1 {
            let cell = cell(0)
            if let reader = CellReader.direct(type, isJSON: cell.isJSON) { return try reader.read(cell) }
        }
        do {
            return try T(from: self)
        } catch let error as DecodingError {
            // Thrown by the type itself, about a value that it refuses. Its description may quote the value.
            let columns = columns.result.columns
            let column = columns.count == 1 ? columns[0] : error.column ?? "(row)"
            throw PostgresError.decoding(column: column, type: "\(type)", found: "a value that it refuses")
        }
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

extension DecodingError {
    /// The property, if it is known, at which it happened.
    fileprivate var column: String? {
        switch self {
        case .keyNotFound(let key, _): key.stringValue
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath.last?.stringValue
        @unknown default: nil
        }
    }
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
        let cell = try cell(key, "\(type)")
        return try decoder.columns.reader(of: type, cell).read(cell)
    }

    // Looked up once, not to ask whether it is there, whether it is NULL and what it is.
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try present(key).map(value(of:)) }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        try present(key).map { try decoder.columns.reader(of: type, $0).read($0) }
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

    /// The cell of a column that there is and that is not NULL.
    private func present(_ key: Key) -> PostgresCell? {
        guard let cell = decoder.columns.index(of: key.stringValue).map(decoder.cell) else { return nil }
        return cell.isNull ? nil : cell
    }

    private func cell(_ key: Key, _ type: @autoclosure () -> String) throws -> PostgresCell {
        guard let column = decoder.columns.index(of: key.stringValue) else {
            throw PostgresError.decoding(column: key.stringValue, type: type(), found: "no such column")
        }
        return decoder.cell(column)
    }
}
