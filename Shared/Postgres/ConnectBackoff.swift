import Synchronization

/// Keeps a crowd of callers from hammering a database that is away: after a failed attempt the next ones fail at once
/// until a short, growing time has passed. Shared by the connections of a pool.
final class ConnectBackoff: Sendable {
    private struct State {
        var failures = 0
        var notBefore: ContinuousClock.Instant?
        var reason: PostgresError?
    }

    private let state = Mutex(State())

    func attempt<T>(_ connect: () throws -> T) throws -> T {
        try refuseEarly()
        do {
            let opened = try connect()
            state.withLock { $0 = State() }
            return opened
        } catch let error as PostgresError {
            fail(error)
            throw error
        }
    }

    private func refuseEarly() throws {
        let early = state.withLock { state -> PostgresError? in
            guard let notBefore = state.notBefore, ContinuousClock.now < notBefore else { return nil }
            return state.reason
        }
        if let early { throw early }
    }

    private func fail(_ error: PostgresError) {
        state.withLock { state in
            // 50 ms, 100 ms, … 1.6 s, with jitter so that replicas do not come back in step.
            let step = Double(50 << min(state.failures, 5)) * Double.random(in: 0.5...1)
            state.failures += 1
            state.notBefore = ContinuousClock.now + .milliseconds(Int(step))
            state.reason = error
        }
    }
}
