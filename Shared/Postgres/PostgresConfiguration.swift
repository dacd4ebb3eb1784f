import CPostgres
import Foundation

/// Where the database is and the limits every session observes.
///
/// Every session speaks UTC and ISO dates, has a statement, a lock and an idle-in-transaction timeout, notices a dead
/// peer by keepalives and `tcp_user_timeout`, and insists on a server that accepts writes.
public struct PostgresConfiguration: Sendable, CustomStringConvertible {
    /// The schema unqualified names refer to (`search_path`); `nil` leaves the role's own.
    public var schema: String?
    /// Shown in `pg_stat_activity`.
    public var applicationName: String
    /// The most connections a pool opens.
    public var poolSize: Int
    /// The longest one statement may take; zero means no limit.
    public var statementTimeout: Duration
    /// The longest a statement waits for a lock; zero means no limit.
    public var lockTimeout: Duration
    /// The longest a transaction may lie idle before the server ends it; zero means no limit.
    public var idleInTransactionTimeout: Duration
    /// The longest opening a connection to one host may take (libpq counts in seconds, at least two), and asking it to
    /// cancel a statement. Looking up the host's name takes as long as the system's resolver allows.
    public var connectTimeout: Duration
    /// The longest a caller waits for a free connection of the pool.
    public var acquireTimeout: Duration

    private let parameters: [String: String]

    /// - Parameters:
    ///   - url: `postgres://user:password@host:port/database?sslmode=verify-full`, with whatever libpq understands.
    ///   - schema: the schema that unqualified names refer to.
    /// - Throws: ``PostgresError/configuration(_:)`` when libpq cannot read the URL.
    public init(
        url: String, schema: String? = nil, applicationName: String = "qiao", poolSize: Int = 8,
        statementTimeout: Duration = .seconds(30), lockTimeout: Duration = .seconds(10),
        idleInTransactionTimeout: Duration = .seconds(60), connectTimeout: Duration = .seconds(5),
        acquireTimeout: Duration = .seconds(10)
    ) throws {
        guard poolSize > 0 else { throw PostgresError.configuration("a pool needs at least one connection") }
        self.parameters = try Self.parse(url)
        self.schema = schema
        self.applicationName = applicationName
        self.poolSize = poolSize
        self.statementTimeout = statementTimeout
        self.lockTimeout = lockTimeout
        self.idleInTransactionTimeout = idleInTransactionTimeout
        self.connectTimeout = connectTimeout
        self.acquireTimeout = acquireTimeout
    }

    /// Host, port, database and user; never the password.
    public var description: String {
        let part = { (key: String) in parameters[key] ?? "" }
        return "postgres://\(part("user"))@\(part("host")):\(part("port"))/\(part("dbname"))"
    }

    /// libpq's keywords and values for a new session.
    var keywords: [String: String] {
        var all = parameters
        all["application_name"] = applicationName
        all["client_encoding"] = "UTF8"
        all["connect_timeout"] = String(max(2, Int(connectTimeout.components.seconds)))
        all["target_session_attrs"] = "read-write"
        all["keepalives"] = "1"
        all["keepalives_idle"] = "10"
        all["keepalives_interval"] = "5"
        all["keepalives_count"] = "3"
        all["tcp_user_timeout"] = "20000"
        all["options"] = [parameters["options"], options].compactMap { $0 }.joined(separator: " ")
        return all
    }

    private var options: String {
        var settings = [
            "TimeZone": "UTC", "DateStyle": "ISO", "IntervalStyle": "iso_8601", "bytea_output": "hex",
            "extra_float_digits": "1",
            // One plan for all values of a prepared statement: to plan each call anew costs more than it saves. The number
            // of rows of a page and the condition of a partial index are therefore no parameters, and a beginning is
            // looked for by comparison, not by `like`.
            "plan_cache_mode": "force_generic_plan",
            "statement_timeout": "\(statementTimeout.milliseconds)",
            "lock_timeout": "\(lockTimeout.milliseconds)",
            "idle_in_transaction_session_timeout": "\(idleInTransactionTimeout.milliseconds)",
        ]
        if let schema {
            settings["search_path"] = "\"\(schema.replacing("\"", with: "\"\""))\""
        }
        return settings.sorted { $0.key < $1.key }.map { "-c \($0.key)=\(Self.escaped($0.value))" }
            .joined(separator: " ")
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing(" ", with: "\\ ")
    }

    private static func parse(_ url: String) throws -> [String: String] {
        var problem: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &problem) else {
            defer { PQfreemem(problem) }
            // libpq's own message may quote the URL, password and all.
            throw PostgresError.configuration(
                "the database URL cannot be read; it must look like postgres://user:password@host:5432/database")
        }
        defer { PQconninfoFree(options) }
        var found: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                found[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        return found
    }
}

extension Duration {
    var milliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
