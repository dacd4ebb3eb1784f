import Synchronization

/// Runs `body`, giving up after the limit: what it was doing is cancelled, and its transaction rolled back. What is done
/// in spite of it counts.
/// - Parameter executor: where it runs; nil for wherever there is room.
/// - Throws: ``Problem`` 504 when it takes longer.
func withTimeLimit<T: Sendable>(
    _ limit: Duration, on executor: (any TaskExecutor)? = nil, _ body: @escaping @Sendable () async throws -> T
) async throws -> T {
    let work = Task(executorPreference: executor) { try await body() }
    let place = TimeLimits.shared.add(.now + limit) { work.cancel() }
    let result = await withTaskCancellationHandler {
        await work.result
    } onCancel: {
        work.cancel()
    }
    let wasInTime = TimeLimits.shared.remove(place)
    switch result {
    case .success(let value): return value
    case .failure(let error): throw wasInTime ? error : Problem.tookTooLong(limit)
    }
}

/// What runs under a time limit. One alarm serves all: few are still there when their time is up, and to set an alarm and
/// take it back costs more than many an answer.
private final class TimeLimits: Sendable {
    private struct State {
        var running: [UInt64: (deadline: ContinuousClock.Instant, cancel: @Sendable () -> Void)] = [:]
        var last: UInt64 = 0
        var alarm: ContinuousClock.Instant?

        /// Notes that an alarm is needed, if none goes off in time.
        mutating func needsAlarm(at deadline: ContinuousClock.Instant) -> Bool {
            if let alarm, alarm <= deadline { return false }
            alarm = deadline
            return true
        }
    }
    static let shared = TimeLimits()
    private let state = Mutex(State())

    func add(_ deadline: ContinuousClock.Instant, cancel: @escaping @Sendable () -> Void) -> UInt64 {
        let (place, needsAlarm) = state.withLock { state in
            state.last += 1
            state.running[state.last] = (deadline, cancel)
            return (state.last, state.needsAlarm(at: deadline))
        }
        if needsAlarm { setAlarm(at: deadline) }
        return place
    }

    /// False of what was cancelled.
    func remove(_ place: UInt64) -> Bool { state.withLock { $0.running.removeValue(forKey: place) != nil } }

    private func setAlarm(at time: ContinuousClock.Instant) {
        Task {
            try? await Task.sleep(until: time)
            ring(time)
        }
    }

    private func ring(_ time: ContinuousClock.Instant) {
        let (late, next) = state.withLock { state in
            if state.alarm == time { state.alarm = nil }
            let late = state.running.filter { $0.value.deadline <= time }
            for place in late.keys { state.running[place] = nil }
            let next = state.running.values.map(\.deadline).min()
            return (late.values.map(\.cancel), next.flatMap { state.needsAlarm(at: $0) ? $0 : nil })
        }
        for cancel in late { cancel() }
        if let next { setAlarm(at: next) }
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
