/// What can go wrong between us and the database; every description names the remedy.
public enum PostgresError: Error, Sendable, Equatable {
    /// The server refused a statement.
    case server(PostgresServerError)
    /// The database cannot be reached or takes no sessions now; nothing was done. Try again later.
    case unavailable(String)
    /// The connection broke while a statement was under way; outside a transaction its outcome is unknown.
    case connectionLost(String)
    /// A statement, or the wait for a free connection, took longer than allowed.
    case timeout(String)
    /// The connection broke during COMMIT and nobody can say whether it took effect.
    case commitUnknown(transactionID: String?)
    /// A value does not read as the type asked for.
    case decoding(column: String, type: String, found: String)
    /// A value cannot be sent: text with a NUL character.
    case encoding(String)
    /// A row was required and none came.
    case noRow
    /// At most one row was allowed and more came.
    case tooManyRows
    /// The caller's mistake: a transaction used after its end, COMMIT after a failed statement, COPY as a query.
    case misuse(String)
    /// The configuration is wrong; the service must not start.
    case configuration(String)
    /// The schema and the migrations of this build do not fit; the service must not start.
    case migration(String)

    /// Whether the same transaction, run again from its start, may well succeed.
    public var canRetry: Bool {
        switch self {
        case .server(let error): error.canRetry
        case .connectionLost: true
        case .unavailable, .timeout, .commitUnknown, .decoding, .encoding, .noRow, .tooManyRows, .misuse,
            .configuration, .migration:
            false
        }
    }

    /// Whether the database is away: an outage, not a fault of the request (HTTP 503, not 500).
    public var isUnavailable: Bool {
        switch self {
        case .unavailable, .connectionLost, .timeout, .commitUnknown: true
        case .server, .decoding, .encoding, .noRow, .tooManyRows, .misuse, .configuration, .migration: false
        }
    }

    /// The server's error code, if the server spoke.
    public var sqlState: String? {
        if case .server(let error) = self { error.sqlState } else { nil }
    }

    /// Whether a UNIQUE or PRIMARY KEY constraint refused the row: this one, or any when `nil`.
    public func isUniqueViolation(of constraint: String? = nil) -> Bool {
        isViolation("23505", constraint)
    }

    /// Whether a FOREIGN KEY refused the row: this one, or any when `nil`.
    public func isForeignKeyViolation(of constraint: String? = nil) -> Bool {
        isViolation("23503", constraint)
    }

    /// Whether a CHECK constraint refused the row: this one, or any when `nil`.
    public func isCheckViolation(of constraint: String? = nil) -> Bool {
        isViolation("23514", constraint)
    }

    /// Whether an EXCLUDE constraint refused the row: this one, or any when `nil`.
    public func isExclusionViolation(of constraint: String? = nil) -> Bool {
        isViolation("23P01", constraint)
    }

    private func isViolation(_ state: String, _ constraint: String?) -> Bool {
        guard case .server(let error) = self, error.sqlState == state else { return false }
        return constraint == nil || error.constraint == constraint
    }
}

extension PostgresError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .server(let error): error.description
        case .unavailable(let reason): "the database is not available (\(reason)); try again later"
        case .connectionLost(let reason):
            "the connection to the database broke (\(reason)); run the transaction again"
        case .timeout(let what): "\(what); try again later, or look in pg_stat_activity for what it waited on"
        case .commitUnknown(let id):
            "the connection broke during COMMIT of transaction \(id ?? "without id") and its outcome is unknown; "
                + "look whether the change is there before doing it again"
        case .decoding(let column, let type, let found):
            "column \(column): expected \(type), found \(found); correct the query or the type it is read into"
        case .encoding(let what): "\(what); remove the character before storing the text"
        case .noRow: "the query returned no row where one is required; ask with first() if none may be there"
        case .tooManyRows: "the query returned several rows where one is allowed; narrow its condition"
        case .misuse(let what): "\(what); correct the calling code"
        case .configuration(let what): "configuration: \(what)"
        case .migration(let what): "migrations: \(what)"
        }
    }
}
