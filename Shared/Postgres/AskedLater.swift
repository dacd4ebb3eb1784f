import Synchronization

/// A query whose answer is not wanted yet: where a task keeps a connection, it goes along with the next statement that the
/// task asks the pool, in the same round trip. What the server refuses of one leaves the other alone; the time limit of a
/// statement is that of both.
public final class AskedLater: Sendable {
    let query: SQL
    private let pool: PostgresPool
    private let result = Mutex<PostgresResult?>(nil)

    init(_ query: SQL, of pool: PostgresPool) {
        (self.query, self.pool) = (query, pool)
    }

    func answer(_ result: PostgresResult) { self.result.withLock { $0 = result } }

    /// Every row as a value, asked for now unless it has been; see ``PostgresExecutor/all(_:as:)``.
    /// - Throws: as that.
    public func all<T: Decodable & Sendable>(as type: T.Type = T.self) async throws -> [T] {
        if let result = result.withLock({ $0 }) { return try result.all(as: type) }
        pool.keptConnection?.forget(self)
        return try await pool.all(query)
    }
}

extension PostgresPool {
    /// Asks something whose answer is wanted later, and that changes nothing.
    public func ask(later query: SQL) -> AskedLater {
        let question = AskedLater(query, of: self)
        keptConnection?.ask(later: question)
        return question
    }
}

extension PostgresConnection {
    /// Asks both in one round trip. What the server refuses is asked once more, alone.
    func query(_ sql: SQL, along later: AskedLater) async throws -> PostgresResult {
        do {
            let results = try await pipeline([sql, later.query])
            later.answer(results[1])
            return results[0]
        } catch PostgresError.server {
            return try await query(sql)
        }
    }
}
