import Synchronization

extension PostgresConnection {
    /// Runs a closure in a transaction and commits.
    ///
    /// The whole closure runs again after a serialization failure, a deadlock or a connection lost before COMMIT, so
    /// it must do nothing outside the database. If the connection breaks during COMMIT, the server is asked what
    /// became of the transaction.
    /// - Throws: what the closure threw, after ROLLBACK; ``PostgresError/commitUnknown(transactionID:)``.
    @discardableResult
    public nonisolated(nonsending) func transaction<T: Sendable>(
        _ options: TransactionOptions = .init(), _ body: (PostgresTransaction) async throws -> T
    ) async throws -> T {
        var attempt = 0
        while true {
            let transaction = PostgresTransaction(connection: self, options: options)
            do {
                return try await run(transaction, body)
            } catch {
                await rollBack(transaction)
                guard attempt < options.retries, transaction.canRetry(after: error) else { throw error }
            }
            attempt += 1
            try await Task.sleep(for: .milliseconds(Int.random(in: 1...(5 << min(attempt, 6)))))
        }
    }

    private nonisolated(nonsending) func run<T: Sendable>(
        _ transaction: PostgresTransaction, _ body: (PostgresTransaction) async throws -> T
    ) async throws -> T {
        let value = try await body(transaction)
        try Task.checkCancellation()
        if case .unknown(let unanswered) = try await commit(transaction) {
            // A task of its own: a cancelled caller, too, must learn the truth.
            try await Task { try await self.resolve(unanswered) }.value
        }
        for action in transaction.state.withLock({ $0.afterCommit }) { action() }
        return value
    }

    /// Finds out in a new session what became of a transaction; returns if it committed.
    private nonisolated func resolve(_ unanswered: Unanswered) async throws {
        if let evidence = unanswered.evidence, let backend = unanswered.backend {
            try await resolve(by: evidence, of: backend)
        } else {
            try await resolveByID(unanswered)
        }
    }

    /// Ends the session that was to commit, since what is still on its way there must not be done later, and looks.
    private nonisolated func resolve(by evidence: SQL, of backend: Backend) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let ended = try? await query(
                """
                select pg_terminate_backend(pid) from pg_stat_get_activity(\(backend.processID)::int)
                where backend_start = \(backend.startedAt)::text::timestamptz
                """)
            if ended?.rows.isEmpty == true, let tookEffect = try? await one(evidence, as: Bool.self) {
                guard !tookEffect else { return }
                throw PostgresError.connectionLost("during COMMIT, which did not take effect")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw PostgresError.commitUnknown(transactionID: nil)
    }

    private nonisolated func resolveByID(_ unanswered: Unanswered) async throws {
        guard let id = unanswered.transactionID else { throw PostgresError.commitUnknown(transactionID: nil) }
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let answer = try? await query(
                "select pg_xact_status(\(id)::xid8), stats_reset::text from pg_stat_bgwriter")
            switch try answer?.rows.first?.get(at: 0, as: String?.self) {
            case "committed":
                // After a crash the id may be another's: those that were not flushed are given out again.
                guard try answer?.rows.first?.get(at: 1, as: String?.self) == unanswered.backend?.serverLife else {
                    throw PostgresError.commitUnknown(transactionID: id)
                }
                return
            case "aborted": throw PostgresError.connectionLost("during COMMIT, which did not take effect")
            // In progress: the old backend has not noticed yet. Nil: not reachable yet.
            default: try await Task.sleep(for: .milliseconds(100))
            }
        }
        throw PostgresError.commitUnknown(transactionID: id)
    }
}

extension PostgresTransaction {
    /// The closure may have wrapped the server's error in one of its own, so what the server said counts too.
    fileprivate func canRetry(after error: any Error) -> Bool {
        if error is CancellationError { return false }
        if let error = error as? PostgresError { return error.canRetry }
        return state.withLock { $0.failure?.canRetry ?? false }
    }
}
