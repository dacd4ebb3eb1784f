import Synchronization

/// How a transaction uses its connection. All of this runs on the connection's thread without a pause, so a statement
/// cannot slip in between BEGIN and the one that brought it.
extension PostgresConnection {
    private static let askTransactionID: SQL = "select pg_current_xact_id_if_assigned()::text"

    /// Runs statements in the transaction; BEGIN goes with the first, in the same round trip.
    func run(_ statements: [Statement], in transaction: PostgresTransaction) async throws -> [PostgresResult] {
        try await noting(transaction) { session, patience, begin in
            let before = (begin.map { [$0] } ?? []) + transaction.takeUnsent()
            var batch = before + statements
            let mayWrite = !transaction.options.readOnly && batch.contains(where: \.writes)
            let asks = mayWrite && transaction.state.withLock { $0.transactionID == nil }
            // Known before COMMIT, the id tells later whether a COMMIT took effect whose answer was lost.
            if asks { batch.append(Statement(Self.askTransactionID)) }
            var results = try self.send(batch, to: session, &patience)
            if asks { try transaction.noteID(results.removeLast()) }
            return Array(results.dropFirst(before.count))
        }
    }

    /// Runs a piece of work in the transaction's session, after BEGIN.
    func run<T: Sendable>(
        in transaction: PostgresTransaction, _ work: (Session, inout Patience) throws -> T
    ) async throws -> T {
        try await noting(transaction) { session, patience, begin in
            let before = (begin.map { [$0] } ?? []) + transaction.takeUnsent()
            if !before.isEmpty { _ = try self.send(before, to: session, &patience) }
            return try work(session, &patience)
        }
    }

    /// Undoes everything since the savepoint; what cannot be undone ends with the transaction.
    func undo(to savepoint: SQL, in transaction: PostgresTransaction) {
        guard case .open(let generation) = transaction.state.withLock({ $0.phase }),
            let session = session(of: generation)
        else { return }
        _ = transaction.takeUnsent()
        var patience = patience(nil)
        _ = try? session.run(Statement("rollback to savepoint \(savepoint)", isPrepared: false), &patience)
        _ = try? session.run(Statement("release savepoint \(savepoint)", isPrepared: false), &patience)
    }

    /// Hands over the transaction's session, with the BEGIN that is still to be sent, and notes what fails.
    private func noting<T: Sendable>(
        _ transaction: PostgresTransaction, _ work: (Session, inout Patience, Statement?) throws -> T
    ) async throws -> T {
        do {
            return try await interruptible { session, patience in
                try work(session, &patience, try self.enter(transaction, session))
            }
        } catch let error as PostgresError {
            transaction.state.withLock { $0.failure = error }
            throw error
        }
    }

    private func enter(_ transaction: PostgresTransaction, _ session: Session) throws -> Statement? {
        switch transaction.state.withLock({ $0.phase }) {
        case .ended: throw PostgresError.misuse("the transaction is over")
        case .open(let begun):
            guard begun == generation else { throw Self.lostInTransaction }
            return nil
        case .notBegun:
            guard !session.isInTransaction else {
                throw PostgresError.misuse("the connection is in another transaction")
            }
            transaction.state.withLock { $0.phase = .open(generation: generation) }
            return Statement(transaction.options.begin, isPrepared: false)
        }
    }

    static let lostInTransaction = PostgresError.connectionLost("within a transaction, which is rolled back")

    private func send(
        _ statements: [Statement], to session: Session, _ patience: inout Patience
    ) throws -> [PostgresResult] {
        if statements.count == 1 { return [try session.run(statements[0], &patience)] }
        var outcome = PipelineOutcome()
        try session.run(pipeline: statements, into: &outcome, &patience)
        if let failure = outcome.failure { throw failure }
        return outcome.results
    }
}

extension PostgresTransaction {
    /// What was written and goes with the next statement; after a failure there is nothing left of it to send.
    func takeUnsent() -> [Statement] {
        state.withLock { state in
            defer { state.unsent = [] }
            return state.unsent.map { Statement($0) }
        }
    }

    func noteID(_ answer: PostgresResult) throws {
        let id = try answer.rows.first?.get(at: 0, as: String?.self)
        state.withLock { $0.transactionID = id ?? $0.transactionID }
    }
}

extension Statement {
    /// Whether the text looks like one that changes rows, which gives the transaction an id.
    var writes: Bool {
        let word = text.utf8.drop { $0 <= 32 }.prefix { $0 > 32 }
        return ["insert", "update", "delete", "merge", "with", "call", "copy"]
            .contains(String(decoding: word, as: UTF8.self).lowercased())
    }
}
