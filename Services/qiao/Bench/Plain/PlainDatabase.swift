import CPostgres
import Foundation

/// A session in plain libpq calls: prepared statements, always in pipeline mode. Used on one thread.
final class PlainDatabase {
    private let connection: OpaquePointer

    /// Opens a session and prepares statements by their names.
    init(_ url: String, schema: String, _ statements: [String: String]) throws {
        guard let opened = PQconnectdb(url) else { throw PlainFailure("out of memory") }
        connection = opened
        guard PQstatus(opened) == CONNECTION_OK else { throw failure() }
        try simple("set search_path to \"\(schema)\"")
        for (name, text) in statements {
            let result = PQprepare(connection, name, text, 0, nil)
            defer { PQclear(result) }
            guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw failure() }
        }
        PQenterPipelineMode(connection)
    }

    deinit { PQfinish(connection) }

    /// A prepared statement with its parameters as text.
    struct Call {
        let statement: String
        let parameters: [String?]

        init(_ statement: String, _ parameters: [String?]) {
            self.statement = statement
            self.parameters = parameters
        }
    }

    /// Runs statements as one transaction in one round trip.
    /// - Returns: the rows of the last one.
    func run(_ calls: [Call]) throws -> [[String?]] {
        for call in calls { try send(call) }
        guard PQpipelineSync(connection) == 1 else { throw failure() }
        var rows: [[String?]] = []
        for _ in calls {
            while let result = PQgetResult(connection) {
                defer { PQclear(result) }
                switch PQresultStatus(result) {
                case PGRES_COMMAND_OK: rows = []
                case PGRES_TUPLES_OK: rows = read(result)
                default: throw failure()
                }
            }
        }
        PQclear(PQgetResult(connection))
        return rows
    }

    private func send(_ call: Call) throws {
        let copies = call.parameters.map { $0.map { strdup($0) } ?? nil }
        defer { for copy in copies { free(copy) } }
        let values = copies.map { UnsafePointer($0) }
        let sent = PQsendQueryPrepared(connection, call.statement, Int32(values.count), values, nil, nil, 0)
        guard sent == 1 else { throw failure() }
    }

    private func read(_ result: OpaquePointer) -> [[String?]] {
        let columns = 0..<PQnfields(result)
        return (0..<PQntuples(result)).map { row in
            columns.map { column in
                PQgetisnull(result, row, column) == 1 ? nil : String(cString: PQgetvalue(result, row, column))
            }
        }
    }

    private func simple(_ text: String) throws {
        let result = PQexec(connection, text)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw failure() }
    }

    private func failure() -> PlainFailure { PlainFailure(String(cString: PQerrorMessage(connection))) }
}

struct PlainFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// The server's form of an array.
func plainArray(_ elements: some Sequence<String>) -> String { "{" + elements.joined(separator: ",") + "}" }

/// The same of text that has quotes in it.
func plainQuotedArray(_ elements: some Sequence<String>) -> String {
    plainArray(elements.map { "\"" + $0.replacing("\"", with: "\\\"") + "\"" })
}
