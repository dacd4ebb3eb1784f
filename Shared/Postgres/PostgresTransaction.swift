import Synchronization

/// A transaction under way. It begins with its first statement and is over when the closure it was given to returns.
public final class PostgresTransaction: PostgresExecutor {
    enum Phase: Equatable {
        case notBegun
        /// Begun in the connection's session of that number.
        case open(generation: Int)
        case ended
    }

    struct State {
        var phase = Phase.notBegun
        var transactionID: String?
        /// Written, but not yet sent.
        var unsent: [SQL] = []
        var atCommit: [SQL] = []
        var afterCommit: [@Sendable () -> Void] = []
        var evidence: SQL?
        var failure: PostgresError?
        var savepoints = 0
    }

    let connection: PostgresConnection
    let options: TransactionOptions
    let state = Mutex(State())

    init(connection: PostgresConnection, options: TransactionOptions) {
        self.connection = connection
        self.options = options
    }

    public func query(_ sql: SQL) async throws -> PostgresResult {
        try await connection.run([Statement(sql)], in: self)[0]
    }

    /// Adds a statement whose answer nobody needs: it is sent, in its place, with the next one that is waited for, or
    /// with COMMIT, and so costs no round trip of its own.
    ///
    /// Its failure is thrown there and undoes the whole transaction; use `execute` where a failure is to be caught.
    public func write(_ sql: SQL) {
        state.withLock { $0.unsent.append(sql) }
    }

    /// Sends statements together, one round trip for all.
    /// - Throws: the first failure; the rest was then not run.
    @discardableResult
    public func pipeline(_ statements: [SQL]) async throws -> [PostgresResult] {
        guard !statements.isEmpty else { return [] }
        return try await connection.run(statements.map { Statement($0) }, in: self)
    }

    /// Runs text of any number of statements, without parameters.
    public func script(_ text: String) async throws {
        try await connection.run(in: self) { session, patience in try session.run(script: text, &patience) }
    }

    /// Streams rows into a table by COPY: much faster than INSERT for many rows.
    /// - Returns: how many rows arrived.
    @discardableResult
    public func copy(into table: String, columns: [String], rows: [[any PostgresEncodable]]) async throws -> Int {
        let command = copyCommand(table, columns)
        return try await connection.run(in: self) { session, patience in
            try session.copy(command, rows: rows, &patience)
        }
    }

    /// Adds a statement that is sent in the same round trip as COMMIT; if it fails, nothing is committed.
    public func atCommit(_ sql: SQL) {
        state.withLock { $0.atCommit.append(sql) }
    }

    /// Says how it shows, in another session, whether this transaction took effect: a query of one boolean, which looks
    /// for a row that only this transaction can have made. It is asked when the answer to COMMIT is lost, once nothing
    /// can happen any more in the session that was to commit; and it spares asking for the transaction's id.
    public func evidence(_ sql: SQL) {
        state.withLock { $0.evidence = sql }
    }

    /// Adds what is done, in this process, once the transaction is known to be committed: waking a relay, say.
    public func afterCommit(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.afterCommit.append(action) }
    }

    /// Runs a part that may fail without the whole: its changes are undone and its error goes on to the caller.
    @discardableResult
    public nonisolated(nonsending) func savepoint<T: Sendable>(_ body: (PostgresTransaction) async throws -> T)
        async throws -> T
    {
        let number = state.withLock { state in
            state.savepoints += 1
            return state.savepoints
        }
        let name = SQL(unsafe: "savepoint_\(number)")
        try await execute("savepoint \(name)")
        do {
            let value = try await body(self)
            try await execute("release savepoint \(name)")
            return value
        } catch {
            await connection.undo(to: name, in: self)
            throw error
        }
    }

    /// The transaction's id (`xid8`), assigned by asking if no write has yet.
    public var transactionID: String {
        get async throws {
            if let known = state.withLock({ $0.transactionID }) { return known }
            let id = try await one("select pg_current_xact_id()::text", as: String.self)
            state.withLock { $0.transactionID = id }
            return id
        }
    }
}
