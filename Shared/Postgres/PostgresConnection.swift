/// A connection of its own, on a thread of its own, for owners who live long: a lane, a relay, a listener.
///
/// It opens with the first statement and opens again after it broke, unless a transaction was open: that fails with
/// ``PostgresError/connectionLost(_:)`` and begins anew. Statements are prepared once and kept. A cancelled task's
/// statement is cancelled on the server. No call blocks the cooperative pool.
public actor PostgresConnection: PostgresExecutor {
    /// The thread everything here runs on; a task that mostly uses this connection may prefer it.
    public nonisolated let executor: ConnectionThread
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Where it connects to, and its limits.
    public nonisolated let configuration: PostgresConfiguration
    private let backoff: ConnectBackoff
    private var session: Session?
    private var isClosed = false
    private var pipe: WakePipe?
    // Counts sessions, so that a transaction knows whether it is still in its own.
    var generation = 0

    /// Connects nowhere yet.
    public init(_ configuration: PostgresConfiguration) {
        self.init(configuration, backoff: ConnectBackoff())
    }

    init(_ configuration: PostgresConfiguration, backoff: ConnectBackoff) {
        self.configuration = configuration
        self.backoff = backoff
        executor = ConnectionThread(name: configuration.applicationName)
    }

    deinit {
        executor.retire()
    }

    public func query(_ sql: SQL) async throws -> PostgresResult {
        let statement = Statement(sql)
        return try await interruptible { session, patience in
            do {
                return try session.run(statement, &patience)
            } catch PostgresError.server(let error) where error.isStaleStatement && !session.isInTransaction {
                // The server refused before doing anything: prepare anew and run once more.
                try session.forgetStatements(&patience)
                return try session.run(statement, &patience)
            }
        }
    }

    /// Sends statements together, one round trip for all; outside a transaction all take effect or none does.
    /// - Throws: the first failure.
    @discardableResult
    public func pipeline(_ statements: [SQL]) async throws -> [PostgresResult] {
        try await interruptible { session, patience in
            var outcome = PipelineOutcome()
            try session.run(pipeline: statements.map { Statement($0) }, into: &outcome, &patience)
            if let failure = outcome.failure { throw failure }
            return outcome.results
        }
    }

    /// Runs text of any number of statements, as one transaction unless it says otherwise.
    public func script(_ text: String) async throws {
        try await interruptible { session, patience in try session.run(script: text, &patience) }
    }

    /// Streams rows into a table by COPY: much faster than INSERT for many rows.
    /// - Returns: how many rows arrived; all or none.
    @discardableResult
    public func copy(into table: String, columns: [String], rows: [[any PostgresEncodable]]) async throws -> Int {
        let command = copyCommand(table, columns)
        return try await interruptible { session, patience in
            try session.copy(command, rows: rows, &patience)
        }
    }

    /// Hangs up. Later calls fail.
    public func close() {
        isClosed = true
        session = nil
    }

    /// Hangs up a session that is in no known state; the next statement opens another.
    func drop(_ dropped: Session) {
        if session === dropped { session = nil }
    }

    /// Leaves nothing behind for the next user: an open transaction is rolled back.
    func restore() {
        guard let session, session.isInTransaction else { return }
        var patience = patience(nil)
        _ = try? session.run(Statement("rollback", isPrepared: false), &patience)
        if session.isInTransaction { self.session = nil }
    }

    /// Waits for notifications; an empty list when none came in time.
    func notifications(within limit: Duration) async throws -> [String] {
        try await interruptible { session, interrupt in
            let patience = Patience(limit: limit, interrupt: nil)
            while session.notifications.isEmpty, let timeout = patience.pollTimeout {
                if interrupt.interrupt?.isRaised == true { throw CancellationError() }
                try session.waitForSocket(timeout, toWrite: false)
                session.collectNotifications()
            }
            defer { session.notifications = [] }
            return session.notifications
        }
    }

    /// Runs a piece of work on the session, which a cancellation of the task cancels on the server.
    func interruptible<T: Sendable>(_ work: (Session, inout Patience) throws -> T) async throws -> T {
        let interrupt = Interrupt(waking: try wakePipe())
        return try await withTaskCancellationHandler {
            guard !interrupt.isRaised else { throw CancellationError() }
            do {
                return try withSession(patience(interrupt), work)
            } catch let error as PostgresError where interrupt.isRaised {
                if case .timeout = error { throw CancellationError() }
                throw error
            }
        } onCancel: {
            interrupt.raise()
        }
    }

    /// Runs a piece of work on a session that is open, and drops the session if the work left it unusable.
    func withSession<T>(_ patience: Patience, _ work: (Session, inout Patience) throws -> T) throws -> T {
        let session = try open()
        var patience = patience
        defer { if !session.isReady { self.session = nil } }
        return try work(session, &patience)
    }

    func patience(_ interrupt: Interrupt?) -> Patience {
        // The server's own timeout comes first; ours is for a server that no longer answers at all.
        let limit = configuration.statementTimeout
        return Patience(limit: limit == .zero ? nil : limit + .seconds(5), interrupt: interrupt)
    }

    /// The open session, if the one of that generation still is.
    func session(of generation: Int) -> Session? {
        guard generation == self.generation, let session, session.isAlive() else { return nil }
        return session
    }

    private func wakePipe() throws -> WakePipe {
        if let pipe { return pipe }
        let made = try WakePipe()
        pipe = made
        return made
    }

    private func open() throws -> Session {
        guard !isClosed else { throw PostgresError.misuse("the connection is closed") }
        if let session, session.isAlive() { return session }
        session = nil
        let opened = try backoff.attempt {
            let session = try Session(configuration, pipe: wakePipe())
            var patience = patience(nil)
            try session.noteBackend(&patience)
            return session
        }
        session = opened
        generation += 1
        return opened
    }
}

/// `copy "schema"."table" ("a", "b") from stdin`
func copyCommand(_ table: String, _ columns: [String]) -> String {
    let quoted = { (name: Substring) in "\"\(name.replacing("\"", with: "\"\""))\"" }
    let target = table.split(separator: ".").map(quoted).joined(separator: ".")
    return "copy \(target) (\(columns.map { quoted($0[...]) }.joined(separator: ", "))) from stdin"
}
