import CPostgres

/// What a statement returned: its rows, or how many it changed.
///
/// `@unchecked Sendable`: a `PGresult` is never written after libpq hands it out: all that is called here only reads,
/// also `PQcmdTuples` and `PQcmdStatus`, which do not say so in their types. It is freed once, with the last that holds
/// this object.
public final class PostgresResult: @unchecked Sendable {
    private let pointer: OpaquePointer
    /// The columns' names in order.
    public let columns: [String]
    /// How many rows came back.
    public let count: Int

    // Owns `pointer`.
    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
        count = Int(PQntuples(pointer))
        columns = (0..<PQnfields(pointer)).map { String(cString: PQfname(pointer, $0)) }
    }

    deinit {
        PQclear(pointer)
    }

    /// How many rows the statement inserted, changed, deleted, copied or returned.
    public var affected: Int {
        Int(String(cString: PQcmdTuples(pointer))) ?? 0
    }

    /// The rows in order.
    public var rows: [PostgresRow] {
        (0..<count).map { PostgresRow(result: self, index: $0) }
    }

    func all<T: Decodable>(as type: T.Type) throws -> [T] {
        let columns = ColumnNames(self)
        return try rows.map { try RowDecoder(columns: columns, row: $0).decode(type) }
    }

    /// What the server says it did: `INSERT 0 1`, `ROLLBACK`.
    var commandTag: String { String(cString: PQcmdStatus(pointer)) }

    func index(of column: String) -> Int? {
        columns.firstIndex(of: column)
    }

    func typeOID(_ column: Int) -> UInt32 {
        PQftype(pointer, Int32(column))
    }

    func isNull(row: Int, column: Int) -> Bool {
        PQgetisnull(pointer, Int32(row), Int32(column)) == 1
    }

    // The bytes live as long as `self`; only PostgresCell, which holds it, calls this.
    func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: PQgetvalue(pointer, Int32(row), Int32(column)),
            count: Int(PQgetlength(pointer, Int32(row), Int32(column))))
    }
}
