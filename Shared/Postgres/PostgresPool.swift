/// A few connections shared by many callers, first come, first served.
///
/// Connections open when needed and open again when they broke. While the database is away, calls fail with
/// ``PostgresError/unavailable(_:)`` and the pool recovers by itself.
public final class PostgresPool: PostgresExecutor {
    /// Where it connects to, and its limits.
    public let configuration: PostgresConfiguration
    private let places: PoolPlaces

    /// Connects nowhere yet.
    public init(_ configuration: PostgresConfiguration) {
        self.configuration = configuration
        let backoff = ConnectBackoff()
        places = PoolPlaces(size: configuration.poolSize) { PostgresConnection(configuration, backoff: backoff) }
    }

    public func query(_ sql: SQL) async throws -> PostgresResult {
        let later = keptConnection?.takeLater()
        return try await borrow { connection in
            guard let later else { return try await connection.query(sql) }
            return try await connection.query(sql, along: later)
        }
    }

    /// Sends statements together, one round trip for all; all take effect or none does.
    @discardableResult
    public func pipeline(_ statements: [SQL]) async throws -> [PostgresResult] {
        try await borrow { try await $0.pipeline(statements) }
    }

    /// Lends a connection to a closure; a transaction the closure leaves open is rolled back.
    /// - Throws: ``PostgresError/timeout(_:)`` when none becomes free in time.
    @discardableResult
    public nonisolated(nonsending) func withConnection<T: Sendable>(_ body: (PostgresConnection) async throws -> T)
        async throws -> T
    {
        try await borrow { connection in
            do {
                let value = try await body(connection)
                await connection.restore()
                return value
            } catch {
                await connection.restore()
                throw error
            }
        }
    }

    /// Runs a closure in a transaction and commits; see ``PostgresConnection/transaction(_:_:)``. The closure runs on the
    /// connection's thread, so that its statements cost no change of threads.
    @discardableResult
    public nonisolated(nonsending) func transaction<T: Sendable>(
        _ options: TransactionOptions = .init(), _ body: (PostgresTransaction) async throws -> T
    ) async throws -> T {
        try await borrow { connection in
            try await withTaskExecutorPreference(connection.executor) {
                try await connection.transaction(options, body)
            }
        }
    }

    /// Runs a closure on the thread of one connection, kept for it until it returns: what it asks the pool, one thing after
    /// the other, costs no change of threads. What it asks at the same time goes to other connections. For what waits for
    /// nothing but this database; a task that it begins of its own may prefer the thread, which it is given.
    /// - Throws: ``PostgresError/timeout(_:)`` when none becomes free in time; what the closure throws.
    public func keepingConnection<T: Sendable>(
        _ body: @Sendable (ConnectionThread) async throws -> T
    ) async throws -> T {
        let connection = try await places.take(within: configuration.acquireTimeout)
        let kept = KeptConnection(connection, of: places)
        defer { kept.end() }
        return try await KeptConnection.$current.withValue(kept) {
            try await withTaskExecutorPreference(connection.executor) { try await body(connection.executor) }
        }
    }

    /// How many callers wait for a connection now.
    public var waiting: Int { places.waiting }

    /// Whether the database answers now.
    public func health() async -> Bool {
        (try? await one("select 1", as: Int.self)) == 1
    }

    /// Refuses new work, waits for what is under way and hangs up.
    public func close() async {
        await places.close()
    }

    /// What the running task keeps, if it is of this pool.
    var keptConnection: KeptConnection? { KeptConnection.current.flatMap { $0.isOf(places) ? $0 : nil } }

    private nonisolated(nonsending) func borrow<T: Sendable>(_ body: (PostgresConnection) async throws -> T)
        async throws -> T
    {
        if let kept = keptConnection, let connection = kept.take() {
            defer { kept.giveBack() }
            return try await body(connection)
        }
        let connection = try await places.take(within: configuration.acquireTimeout)
        defer { places.giveBack(connection) }
        return try await body(connection)
    }
}
