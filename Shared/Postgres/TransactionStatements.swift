import Synchronization

/// How a transaction uses its connection. All of this runs on the connection's thread without a pause, so a statement
/// cannot slip in between BEGIN and the one that brought it.
extension PostgresConnection {
    private static let askTransactionID: SQL = "select pg_current_xact_id_if_assigned()::text"

    /// Runs statements in the transaction, BEGIN in front of the first.
    func run(_ statements: [Statement], in transaction: PostgresTransaction) async throws -> [PostgresResult] {
        let asks = !transaction.options.readOnly && statements.contains(where: \.writes)
        return try await run(in: transaction) { session, patience in
            let isIdentified = transaction.state.withLock { $0.transactionID != nil }
            guard asks, !isIdentified else { return try self.send(statements, to: session, &patience) }
            // Known before COMMIT, the id tells later whether a COMMIT took effect whose answer was lost.
            let asked = statements + [Statement(Self.askTransactionID)]
            var results = try self.send(asked, to: session, &patience)
            try transaction.noteID(results.removeLast())
            return results
        }
    }

    /// Runs a piece of work in the transaction's session, after BEGIN.
    func run<T: Sendable>(
        in transaction: PostgresTransaction, _ work: (Session, inout Patience) throws -> T
    ) async throws -> T {
        do {
            return try await interruptible(in: transaction, work)
        } catch let error as PostgresError {
            transaction.state.withLock { $0.failure = error }
            throw error
        }
    }

    /// Undoes everything since the savepoint; what cannot be undone ends with the transaction.
    func undo(to savepoint: SQL, in transaction: PostgresTransaction) {
        guard case .open(let generation) = transaction.state.withLock({ $0.phase }),
            let session = session(of: generation)
        else { return }
        var patience = patience(nil)
        _ = try? session.run(Statement("rollback to savepoint \(savepoint)", isPrepared: false), &patience)
        _ = try? session.run(Statement("release savepoint \(savepoint)", isPrepared: false), &patience)
    }

    private func interruptible<T: Sendable>(
        in transaction: PostgresTransaction, _ work: (Session, inout Patience) throws -> T
    ) async throws -> T {
        switch transaction.state.withLock({ $0.phase }) {
        case .ended: throw PostgresError.misuse("the transaction is over")
        case .open(let generation):
            guard session(of: generation) != nil else { throw Self.lostInTransaction }
            return try await interruptible { session, patience in
                guard generation == self.generation else { throw Self.lostInTransaction }
                return try work(session, &patience)
            }
        case .notBegun:
            return try await interruptible { session, patience in
                guard !session.isInTransaction else {
                    throw PostgresError.misuse("the connection is in another transaction")
                }
                _ = try session.run(Statement(transaction.options.begin), &patience)
                transaction.state.withLock { $0.phase = .open(generation: self.generation) }
                return try work(session, &patience)
            }
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
    func noteID(_ answer: PostgresResult) throws {
        let id = try answer.rows.first?.get(at: 0, as: String?.self)
        state.withLock { $0.transactionID = id ?? $0.transactionID }
    }
}

extension Statement {
    /// Whether the text looks like one that changes rows, which gives the transaction an id.
    var writes: Bool {
        let word = text.drop { $0.isWhitespace }.prefix { $0.isLetter }.lowercased()
        return ["insert", "update", "delete", "merge", "with", "call", "copy"].contains(word)
    }
}
