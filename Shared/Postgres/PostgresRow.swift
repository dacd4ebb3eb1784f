/// One row of a result.
public struct PostgresRow: Sendable {
    let result: PostgresResult
    let index: Int

    /// The columns' names in order.
    public var columns: [String] { result.columns }

    /// The value of a column.
    /// - Throws: ``PostgresError/decoding(column:type:found:)`` when there is no such column or no such value in it.
    public func get<T: PostgresDecodable>(_ column: String, as type: T.Type = T.self) throws -> T {
        try value(of: cell(named: column, for: type))
    }

    /// The value of a column by its place, from 0.
    /// - Throws: ``PostgresError/decoding(column:type:found:)`` when there is no such column or no such value in it.
    public func get<T: PostgresDecodable>(at column: Int, as type: T.Type = T.self) throws -> T {
        guard result.columns.indices.contains(column) else {
            throw PostgresError.decoding(column: String(column), type: "\(type)", found: "no such column")
        }
        return try value(of: PostgresCell(result: result, row: index, column: column))
    }

    /// The value of a `jsonb` column.
    /// - Throws: ``PostgresError/decoding(column:type:found:)`` when the document is no such value.
    public func json<T: Decodable>(_ column: String, as type: T.Type = T.self) throws -> T {
        try decodeJSON(type, from: cell(named: column, for: type))
    }

    /// The row as a value: its columns as properties, or its only column as the value itself.
    /// - Throws: ``PostgresError/decoding(column:type:found:)``.
    public func decode<T: Decodable>(as type: T.Type = T.self) throws -> T {
        try RowDecoder(columns: ColumnNames(result), row: self).decode(type)
    }

    private func cell(named column: String, for type: Any.Type) throws -> PostgresCell {
        guard let place = result.index(of: column) else {
            throw PostgresError.decoding(column: column, type: "\(type)", found: "no such column")
        }
        return PostgresCell(result: result, row: index, column: place)
    }
}

/// One value of a row, as the server sent it.
public struct PostgresCell: Sendable {
    let result: PostgresResult
    let row: Int
    let column: Int

    /// Whether it is NULL.
    public var isNull: Bool { result.isNull(row: row, column: column) }

    /// Its text; empty for NULL.
    public var text: String {
        withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of its text, without copying them; they must not leave the closure.
    public func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try withExtendedLifetime(result) { try body(result.bytes(row: row, column: column)) }
    }

    /// The column's name.
    public var columnName: String { result.columns[column] }

    var isJSON: Bool {
        let oid = result.typeOID(column)
        return oid == 3802 || oid == 114
    }
}

/// Reads a cell and says which column was wrong.
func value<T: PostgresDecodable>(of cell: PostgresCell) throws -> T {
    do {
        return try T(postgresCell: cell)
    } catch let mismatch as PostgresMismatch {
        throw PostgresError.decoding(column: cell.columnName, type: "\(T.self)", found: mismatch.found)
    } catch let error as PostgresError {
        throw error
    } catch {
        // Not with its description, which may quote the value.
        throw PostgresError.decoding(column: cell.columnName, type: "\(T.self)", found: "a value that it refuses")
    }
}
