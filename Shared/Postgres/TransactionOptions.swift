/// How a transaction runs.
public struct TransactionOptions: Sendable {
    /// What a transaction may see of others.
    public enum Isolation: String, Sendable {
        case readCommitted = "read committed"
        case repeatableRead = "repeatable read"
        case serializable = "serializable"
    }

    /// What it may see of others.
    public var isolation: Isolation
    /// Whether the server refuses writes.
    public var readOnly: Bool
    /// How often the whole is run again after a serialization failure, a deadlock or a lost connection.
    public var retries: Int

    public init(isolation: Isolation = .readCommitted, readOnly: Bool = false, retries: Int = 5) {
        self.isolation = isolation
        self.readOnly = readOnly
        self.retries = retries
    }

    /// Whether it runs as the server runs what is not asked for otherwise.
    var isUsual: Bool { isolation == .readCommitted && !readOnly }

    var begin: SQL {
        SQL(unsafe: "begin isolation level \(isolation.rawValue) \(readOnly ? "read only" : "read write")")
    }
}
