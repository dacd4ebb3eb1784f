import CPostgres
import CrashPoints

/// What became of a pipeline: the answers up to the first failure, and that failure.
struct PipelineOutcome {
    var results: [PostgresResult] = []
    var failure: PostgresError?
}

extension Session {
    /// Sends statements together and takes their answers in order: one round trip for all.
    ///
    /// After a failure the server skips the rest. Outside a transaction they form one together.
    /// - Parameters:
    ///   - committing: whether they end with a transaction's COMMIT, or commit by themselves.
    ///   - outcome: filled as answers come, so that what came before the connection broke is not lost; a refused
    ///     statement is reported there.
    /// - Throws: ``PostgresError`` when the connection fails or a value cannot be sent.
    func run(
        pipeline statements: [Statement], committing: Bool = false, into outcome: inout PipelineOutcome,
        _ patience: inout Patience
    ) throws {
        for statement in statements { try refuseNUL(in: statement.text) }
        let values = try statements.map { try BoundValues($0.parameters) }
        try makeRoom(&patience)
        guard PQenterPipelineMode(connection) == 1 else { throw lost }
        // Cannot fail once all answers are taken; if they were not, the session is broken and is replaced.
        defer { PQexitPipelineMode(connection) }
        var names: [String: String] = [:]
        var expected: [Expected] = []
        for (statement, values) in zip(statements, values) {
            crashPoint(.afterOutboxInsert, if: statement.isCommit) { PQflush(connection) }
            try sendInPipeline(statement, values, &names, &expected)
        }
        crashPoint(.afterOutboxInsert, if: committing && statements.last?.isCommit == false) { PQflush(connection) }
        try send(PQpipelineSync(connection))
        crashPoint(.commitSent, if: committing) { PQflush(connection) }
        try takeAnswers(expected, &outcome, &patience)
    }

    private enum Expected {
        case preparation(text: String, name: String)
        case answer
    }

    private func sendInPipeline(
        _ statement: Statement, _ values: BoundValues, _ names: inout [String: String], _ expected: inout [Expected]
    ) throws {
        let text = statement.text
        if statement.isPrepared {
            var name = prepared[text] ?? names[text]
            if name == nil {
                let made = nextName()
                try send(PQsendPrepare(connection, made, text, 0, nil))
                names[text] = made
                expected.append(.preparation(text: text, name: made))
                name = made
            }
            try send(
                PQsendQueryPrepared(
                    connection, name, values.count, values.values, values.lengths, values.formats, 0))
        } else {
            try send(
                PQsendQueryParams(
                    connection, text, values.count, nil, values.values, values.lengths, values.formats, 0))
        }
        expected.append(.answer)
        if statement.flushes { try send(PQsendFlushRequest(connection)) }
    }

    private func takeAnswers(
        _ expected: [Expected], _ outcome: inout PipelineOutcome, _ patience: inout Patience
    ) throws {
        for expectation in expected {
            let result = try takeAnswer(&outcome, &patience)
            switch expectation {
            case .preparation(let text, let name): if result != nil { prepared[text] = name }
            case .answer: if let result { outcome.results.append(result) }
            }
        }
        try takeSync(&outcome, &patience)
    }

    /// Takes the answer to the sync, which is the last and has no NULL behind it. Before it comes what was refused when
    /// statements committed by themselves: a deferred constraint, say.
    private func takeSync(_ outcome: inout PipelineOutcome, _ patience: inout Patience) throws {
        while !isBroken {
            guard let pointer = try nextResult(&patience) else { continue }
            let isSync = PQresultStatus(pointer) == PGRES_PIPELINE_SYNC
            do {
                _ = try checked(pointer)
            } catch {
                outcome.failure = outcome.failure ?? error
            }
            if isSync { return }
        }
        throw lost
    }

    /// Nil when the statement failed or was skipped.
    private func takeAnswer(_ outcome: inout PipelineOutcome, _ patience: inout Patience) throws -> PostgresResult? {
        var answer: PostgresResult?
        while let pointer = try nextResult(&patience) {
            if PQresultStatus(pointer) == PGRES_PIPELINE_ABORTED {
                PQclear(pointer)
                continue
            }
            do {
                answer = try checked(pointer)
            } catch {
                outcome.failure = outcome.failure ?? error
                if isBroken { throw error }
            }
        }
        if isBroken { throw lost }
        return outcome.failure == nil ? answer : nil
    }
}
