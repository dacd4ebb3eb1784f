import Synchronization

/// What is known after COMMIT was sent.
enum CommitOutcome: Sendable {
    case committed
    /// The connection broke before the answer.
    case unknown(Unanswered)
}

/// A transaction whose COMMIT was not answered.
struct Unanswered: Sendable {
    /// How it shows whether it took effect, if it can show.
    let evidence: SQL?
    /// Its id, if it was known by then.
    let transactionID: String?
    /// Who was to commit it.
    let backend: Backend?
}

/// The server's process that serves a session.
struct Backend: Sendable {
    let processID: Int
    let startedAt: String
    /// Which life of the server it is in: what was not flushed before a crash is forgotten with it, transaction ids
    /// included. A server that has crashed begins its statistics anew.
    let serverLife: String?

    static let own: SQL = """
        select pid, backend_start::text, (select stats_reset::text from pg_stat_bgwriter)
        from pg_stat_get_activity(pg_backend_pid())
        """
}

extension PostgresConnection {
    /// Sends what was left for the commit and COMMIT in one round trip. Not cancelled with the task: what was asked of
    /// the server at this point must be known.
    /// - Throws: when the server refused, which has rolled the transaction back.
    func commit(_ transaction: PostgresTransaction) throws -> CommitOutcome {
        let state = transaction.state.withLock { state in
            defer { state.phase = .ended }
            return state
        }
        if case .notBegun = state.phase, state.unsent.isEmpty, state.atCommit.isEmpty { return .committed }
        if case .open(let generation) = state.phase, session(of: generation) == nil { throw Self.lostInTransaction }
        return try withSession(patience(nil)) { session, patience in
            if case .open(let generation) = state.phase, generation != self.generation { throw Self.lostInTransaction }
            let statements = closing(state, transaction.options)
            var outcome = PipelineOutcome()
            func unknown() -> CommitOutcome {
                .unknown(
                    Unanswered(
                        evidence: state.evidence, transactionID: state.transactionID ?? Self.transactionID(in: outcome),
                        backend: session.backend))
            }
            do {
                try session.run(pipeline: statements, committing: true, into: &outcome, &patience)
            } catch let error as PostgresError where error.isUnavailable {
                return unknown()
            }
            if let failure = outcome.failure {
                if case .connectionLost = failure { return unknown() }
                rollBack(session)
                // 25P02 only says that an earlier statement failed, which the closure kept to itself.
                throw failure.sqlState == "25P02" ? state.failure ?? failure : failure
            }
            guard outcome.results.last?.commandTag != "ROLLBACK" else {
                throw state.failure ?? PostgresError.misuse("COMMIT after a failed statement")
            }
            return .committed
        }
    }

    /// Gives the transaction up, if it has begun.
    func rollBack(_ transaction: PostgresTransaction) {
        let phase = transaction.state.withLock { state in
            defer { state.phase = .ended }
            return state.phase
        }
        if case .open(let generation) = phase, let session = session(of: generation) { rollBack(session) }
    }

    private func rollBack(_ session: Session) {
        var patience = patience(nil)
        _ = try? session.run(Statement("rollback", isPrepared: false), &patience)
        if !session.isReady || session.isInTransaction { drop(session) }
    }

    private func closing(_ state: PostgresTransaction.State, _ options: TransactionOptions) -> [Statement] {
        var statements = (state.unsent + state.atCommit).map { Statement($0) }
        if case .notBegun = state.phase {
            // What is sent together outside of a transaction is one by itself.
            if state.evidence != nil, options.isUsual { return statements }
            statements.insert(Statement(options.begin), at: 0)
        }
        if state.evidence == nil, state.transactionID == nil, !options.readOnly {
            // Flushed, so that the id is on its way before the server begins to commit.
            statements.append(Statement("select pg_current_xact_id_if_assigned()::text as xid", flushes: true))
        }
        return statements + [Statement("commit", isPrepared: false)]
    }

    private static func transactionID(in outcome: PipelineOutcome) -> String? {
        let answer = outcome.results.last { $0.columns == ["xid"] }
        return try? answer?.rows.first?.get(at: 0, as: String?.self)
    }
}
