import CPostgres
import Foundation

/// An error report of the server, field by field.
public struct PostgresServerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The five-character code (PostgreSQL documentation, appendix A).
    public var sqlState: String
    /// What happened, in the server's words.
    public var message: String
    /// More about it; may quote values of the row.
    public var detail: String?
    /// The server's advice.
    public var hint: String?
    /// The constraint that refused.
    public var constraint: String?
    /// The table concerned.
    public var table: String?
    /// The column concerned.
    public var column: String?

    /// Whether the same transaction, run again from its start, may well succeed: a serialization failure, a deadlock,
    /// or a prepared statement that a migration made stale.
    public var canRetry: Bool {
        sqlState == "40001" || sqlState == "40P01" || isStaleStatement
    }

    /// The prepared statement is gone, or its result changed shape.
    var isStaleStatement: Bool {
        sqlState == "26000" || (sqlState == "0A000" && message.contains("cached plan"))
    }

    /// The server is going away or takes no more sessions: an outage, not a refusal.
    var isOutage: Bool {
        sqlState.hasPrefix("57P") || sqlState.hasPrefix("08") || sqlState == "53300"
    }

    /// What may quote values, and so personal data, is left out, since this text goes to logs: the detail, and of a
    /// message about a value that is no such thing (class 22) the part after its colon.
    public var description: String {
        let quotes = sqlState.hasPrefix("22")
        var text = "\(quotes ? message.components(separatedBy: ": ")[0] : message) [\(sqlState)]"
        if let constraint { text += ", constraint \(constraint)" }
        if let table { text += ", table \(table)" }
        if let column { text += ", column \(column)" }
        return text + "; " + (hint ?? remedy)
    }

    private var remedy: String {
        switch sqlState {
        case "40001", "40P01": "run the transaction again"
        case "55P03": "another transaction holds the row; try again later"
        case "23505": "such a row exists already; use it or choose another key"
        case "23503": "the row it refers to is missing, or others still refer to it"
        case "23514", "23P01", "23502": "the change breaks a rule of the table; correct the values"
        case "21000": "the statement found several rows where one is allowed; narrow its condition"
        case "25006": "the transaction may only read; use one that may write"
        case "53100": "free space on the server's disk"
        case "42501": "grant the role the right, or use the role that owns the schema"
        case "42P01", "42703", "3F000": "the schema is not the one this build expects; run its migrations"
        case "25P02": "an earlier statement of the transaction failed; roll back, or use a savepoint around it"
        case let state where state.hasPrefix("22"): "a value is not of the form or size its type wants; correct it"
        case let state where state.hasPrefix("42"): "correct the statement"
        default: "see PostgreSQL's appendix A for the code"
        }
    }

    /// Reads the fields of a failed result.
    init(result: OpaquePointer?) {
        let field = { (code: Character) -> String? in
            PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
        }
        sqlState = field("C") ?? "XX000"
        message = field("M") ?? String(cString: PQresultErrorMessage(result))
        detail = field("D")
        hint = field("H")
        constraint = field("n")
        table = field("t")
        column = field("c")
    }
}
