/// Something that runs statements: a pool, a connection, a transaction.
public protocol PostgresExecutor: Sendable {
    /// Runs a statement and returns what the server answered.
    /// - Throws: ``PostgresError``, or `CancellationError` after the server has dropped a cancelled statement.
    func query(_ sql: SQL) async throws -> PostgresResult
}

extension PostgresExecutor {
    /// Runs a statement and says how many rows it inserted, changed or deleted.
    @discardableResult
    public func execute(_ sql: SQL) async throws -> Int {
        try await query(sql).affected
    }

    /// Runs a query and returns its rows.
    public func rows(_ sql: SQL) async throws -> [PostgresRow] {
        try await query(sql).rows
    }

    /// Runs a query and reads every row as a value.
    ///
    /// A `Decodable` struct is filled from the columns of the same names (`customer_id` is `customerID` or
    /// `customerId`); a single column is the value itself; `jsonb` holds any `Decodable`.
    public func all<T: Decodable & Sendable>(_ sql: SQL, as type: T.Type = T.self) async throws -> [T] {
        try await query(sql).all(as: type)
    }

    /// Runs a query and reads its only row, if there is one.
    /// - Throws: ``PostgresError/tooManyRows`` when there are several.
    public func first<T: Decodable & Sendable>(_ sql: SQL, as type: T.Type = T.self) async throws -> T? {
        let values = try await all(sql, as: type)
        guard values.count <= 1 else { throw PostgresError.tooManyRows }
        return values.first
    }

    /// Runs a query and reads its only row.
    /// - Throws: ``PostgresError/noRow`` or ``PostgresError/tooManyRows`` when there is not exactly one.
    public func one<T: Decodable & Sendable>(_ sql: SQL, as type: T.Type = T.self) async throws -> T {
        guard let value = try await first(sql, as: type) else { throw PostgresError.noRow }
        return value
    }
}
