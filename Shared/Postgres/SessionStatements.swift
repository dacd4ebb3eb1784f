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
}

extension Session {
    private static let preparedLimit = 256

    /// Runs one statement.
    func run(_ statement: Statement, _ patience: inout Patience) throws -> PostgresResult {
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
        guard !script.utf8.contains(0) else { throw PostgresError.encoding("the script contains a NUL character") }
        try send(PQsendQuery(connection, script))
        _ = try takeOnly(&patience)
    }

    /// Forgets all prepared statements, here and on the server.
    func forgetStatements(_ patience: inout Patience) throws {
        prepared.removeAll()
        _ = try run(Statement("deallocate all", isPrepared: false), &patience)
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
            throw .connectionLost("COPY TO STDOUT is not supported")
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

/// Parameters laid out as libpq wants them; all bytes in one block that lives as long as this does.
final class BoundValues {
    let values: [UnsafePointer<CChar>?]
    let lengths: [Int32]
    let formats: [Int32]
    private let block: UnsafeMutableRawBufferPointer

    var count: Int32 { Int32(values.count) }

    /// - Throws: ``PostgresError/encoding(_:)`` for text with a NUL, which C would cut short in silence.
    init(_ parameters: [PostgresParameter]) throws {
        let size = parameters.reduce(0) { $0 + $1.size }
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: max(size, 1), alignment: 1)
        self.block = block
        var position = 0
        var hasNUL = false
        values = parameters.map { parameter -> UnsafePointer<CChar>? in
            guard let start = block.baseAddress?.advanced(by: position) else { return nil }
            switch parameter {
            case .null: return nil
            case .text(var text):
                text.withUTF8 { bytes in
                    if let first = bytes.baseAddress {
                        hasNUL = hasNUL || memchr(first, 0, bytes.count) != nil
                        start.copyMemory(from: first, byteCount: bytes.count)
                    }
                    start.storeBytes(of: 0, toByteOffset: bytes.count, as: UInt8.self)
                }
            case .binary(let bytes): block[position..<(position + bytes.count)].copyBytes(from: bytes)
            }
            position += parameter.size
            return UnsafePointer(start.assumingMemoryBound(to: CChar.self))
        }
        lengths = parameters.map { Int32($0.size) }
        formats = parameters.map { if case .binary = $0 { 1 } else { 0 } }
        if hasNUL { throw PostgresError.encoding("text with a NUL character cannot be stored") }
    }

    deinit {
        block.deallocate()
    }
}

extension PostgresParameter {
    /// Bytes it takes in the block; text ends with a NUL for C, which is not part of it.
    fileprivate var size: Int {
        switch self {
        case .null: 0
        case .text(let text): text.utf8.count + 1
        case .binary(let bytes): bytes.count
        }
    }
}
