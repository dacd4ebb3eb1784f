/// Runs `body`, giving up after the limit: what it was doing is cancelled, and its transaction rolled back.
/// - Throws: ``Problem`` 504 when it takes longer.
func withTimeLimit<T: Sendable>(_ limit: Duration, _ body: @escaping @Sendable () async throws -> T) async throws -> T {
    try await withThrowingTaskGroup(of: T.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw Problem.tookTooLong(limit)
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw CancellationError() }
        return first
    }
}

extension Problem {
    /// 504 with Retry-After: given up. Trying again is safe, for a key that had no effect is free again, and one that
    /// had gives the answer of the first time.
    static func tookTooLong(_ limit: Duration) -> Problem {
        Problem(
            type: "timeout", status: 504, title: "This took too long",
            detail: """
                there was no answer within \(limit.components.seconds) s and it was given up; send it again in a moment: \
                with the same Idempotency-Key nothing happens twice
                """, retryAfter: 5)
    }
}
