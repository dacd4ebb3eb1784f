import Synchronization

/// Wakes one waiting loop. A signal that comes while nobody waits is kept, so that none is missed. A second waiter sends
/// the first one on its way.
public final class WakeSignal: Sendable {
    private struct Waiter {
        let continuation: CheckedContinuation<Void, Never>
        let deadline: ContinuousClock.Instant
    }
    private struct State {
        var pending = false
        var round: UInt64 = 0
        var waiter: Waiter?
        /// When the next alarm goes off. It outlives the wait it was set for: a loop that is woken a thousand times a second
        /// must not set and take back a thousand.
        var alarm: ContinuousClock.Instant?

        /// Notes that an alarm is needed, if none goes off in time.
        mutating func needsAlarm(at deadline: ContinuousClock.Instant) -> Bool {
            if let alarm, alarm <= deadline { return false }
            alarm = deadline
            return true
        }

        mutating func takeWaiter() -> CheckedContinuation<Void, Never>? {
            defer { waiter = nil }
            return waiter?.continuation
        }
    }
    private let state = Mutex(State())

    public init() {}

    /// Wakes the waiter, now or when it comes.
    public func signal() {
        let waiter = state.withLock { state in
            if state.waiter == nil { state.pending = true }
            return state.takeWaiter()
        }
        waiter?.resume()
    }

    /// Returns at the next signal, after `limit`, or when the task is cancelled.
    public func wait(atMost limit: Duration) async {
        let round = state.withLock { state -> UInt64? in
            if state.pending {
                state.pending = false
                return nil
            }
            state.round += 1
            return state.round
        }
        guard let round else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { wait(round, Waiter(continuation: $0, deadline: .now + limit)) }
        } onCancel: {
            cancel(round)
        }
    }

    private func wait(_ round: UInt64, _ waiter: Waiter) {
        var ready: CheckedContinuation<Void, Never>?
        let needsAlarm = state.withLock { state in
            if state.pending || Task.isCancelled || state.round != round {
                state.pending = false
                ready = waiter.continuation
                return false
            }
            ready = state.takeWaiter()
            state.waiter = waiter
            return state.needsAlarm(at: waiter.deadline)
        }
        ready?.resume()
        if needsAlarm { setAlarm(at: waiter.deadline) }
    }

    private func setAlarm(at time: ContinuousClock.Instant) {
        Task { [weak self] in
            try? await Task.sleep(until: time)
            self?.ring(time)
        }
    }

    /// Wakes a waiter whose time is up; one with more time gets another alarm.
    private func ring(_ time: ContinuousClock.Instant) {
        var next: ContinuousClock.Instant?
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if state.alarm == time { state.alarm = nil }
            guard let deadline = state.waiter?.deadline else { return nil }
            if deadline <= time { return state.takeWaiter() }
            if state.needsAlarm(at: deadline) { next = deadline }
            return nil
        }
        waiter?.resume()
        if let next { setAlarm(at: next) }
    }

    private func cancel(_ round: UInt64) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.round == round else { return nil }
            if state.waiter == nil { state.pending = true }
            return state.takeWaiter()
        }
        waiter?.resume()
    }
}
