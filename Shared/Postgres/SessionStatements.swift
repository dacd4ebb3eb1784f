import CPostgres
import Foundation

/// A statement on its way to the server.
struct Statement {
    let text: String
    let parameters: [PostgresParameter]
    /// Whether to keep it prepared: not for what runs once.
    var isPrepared = true
    /// Whether its answer should leave the server before the next statement runs.
    var flushes = false

    init(_ sql: SQL, isPrepared: Bool = true, flushes: Bool = false) {
        text = sql.text
        parameters = sql.parameters
        self.isPrepared = isPrepared
        self.flushes = flushes
    }

    var isCommit: Bool { text == "commit" }
}

extension Session {
    private static let preparedLimit = 256

    /// Runs one statement.
    func run(_ statement: Statement, _ patience: inout Patience) throws -> PostgresResult {
        try refuseNUL(in: statement.text)
        let values = try BoundValues(statement.parameters)
        guard statement.isPrepared else {
            try send(
                PQsendQueryParams(
                    connection, statement.text, values.count, nil, values.values, values.lengths,
                    values.formats, 0))
            return try takeOnly(&patience)
        }
        let name = try prepare(statement.text, &patience)
        try send(PQsendQueryPrepared(connection, name, values.count, values.values, values.lengths, values.formats, 0))
        return try takeOnly(&patience)
    }

    /// Runs text of any number of statements, without parameters and unprepared.
    func run(script: String, _ patience: inout Patience) throws {
        try refuseNUL(in: script)
        try send(PQsendQuery(connection, script))
        _ = try takeOnly(&patience)
    }

    /// Notes by which process of the server this session is served.
    func noteBackend(_ patience: inout Patience) throws {
        let row = try run(Statement(Backend.own, isPrepared: false), &patience).rows.first
        backend = try row.map { row in
            Backend(processID: try row.get(at: 0), startedAt: try row.get(at: 1), serverLife: try row.get(at: 2))
        }
    }

    /// Forgets all prepared statements, here and on the server.
    func forgetStatements(_ patience: inout Patience) throws {
        prepared.removeAll()
        _ = try run(Statement("deallocate all", isPrepared: false), &patience)
    }

    /// C would read the text up to there and no further.
    func refuseNUL(in text: String) throws {
        var text = text
        let hasNUL = text.withUTF8 { bytes in bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false }
        if hasNUL { throw PostgresError.encoding("a statement contains a NUL character") }
    }

    func send(_ result: Int32) throws {
        guard result == 1 else { throw lost }
    }

    private func prepare(_ text: String, _ patience: inout Patience) throws -> String {
        if let name = prepared[text] { return name }
        try makeRoom(&patience)
        let name = nextName()
        try send(PQsendPrepare(connection, name, text, 0, nil))
        _ = try takeOnly(&patience)
        prepared[text] = name
        return name
    }

    // Rare: texts are few unless someone builds them; so forgetting all is simpler than counting uses.
    func makeRoom(_ patience: inout Patience) throws {
        if prepared.count >= Self.preparedLimit, PQtransactionStatus(connection) != PQTRANS_INERROR {
            try forgetStatements(&patience)
        }
    }

    func nextName() -> String {
        preparedCount += 1
        return "s\(preparedCount)"
    }

    /// Takes results up to the end of the statement and returns the last, or throws the first error.
    func takeOnly(_ patience: inout Patience) throws -> PostgresResult {
        var failure: PostgresError?
        var last: PostgresResult?
        while let pointer = try nextResult(&patience) {
            do {
                last = try checked(pointer)
            } catch {
                failure = failure ?? error
                // Such a session may have results without end.
                if isBroken { break }
            }
        }
        if let failure { throw failure }
        guard let last else { throw lost }
        return last
    }

    func nextResult(_ patience: inout Patience) throws -> OpaquePointer? {
        try waitForResult(&patience)
        return PQgetResult(connection)
    }

    /// Takes ownership of a result; throws if it reports a failure.
    func checked(_ pointer: OpaquePointer) throws(PostgresError) -> PostgresResult {
        switch PQresultStatus(pointer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_PIPELINE_SYNC:
            return PostgresResult(owning: pointer)
        case PGRES_COPY_IN:
            PQclear(pointer)
            PQputCopyEnd(connection, "use copy(into:columns:rows:)")
            throw .misuse("COPY needs copy(into:columns:rows:)")
        case PGRES_COPY_OUT, PGRES_COPY_BOTH:
            PQclear(pointer)
            // It could only be ended by reading all of it.
            isDoomed = true
            throw .misuse("COPY TO STDOUT is not supported")
        default:
            let error = PostgresServerError(result: pointer)
            PQclear(pointer)
            throw failure(error)
        }
    }

    private func failure(_ error: PostgresServerError) -> PostgresError {
        if isBroken || error.isOutage { return .connectionLost("\(error.message) [\(error.sqlState)]") }
        if error.sqlState == "57014" { return .timeout(error.message) }
        if error.isStaleStatement { prepared.removeAll() }
        return .server(error)
    }
}
