import Synchronization

/// Wakes one waiting loop. A signal that comes while nobody waits is kept, so that none is missed. A second waiter sends
/// the first one on its way.
public final class WakeSignal: Sendable {
    private struct State {
        var pending = false
        var round: UInt64 = 0
        var waiter: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())

    public init() {}

    /// Wakes the waiter, now or when it comes.
    public func signal() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let waiter = state.waiter else {
                state.pending = true
                return nil
            }
            state.waiter = nil
            return waiter
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
        let alarm = Task {
            do { try await Task.sleep(for: limit) } catch { return }
            wake(round)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                var replaced: CheckedContinuation<Void, Never>?
                let resumeNow = state.withLock { state -> Bool in
                    if state.pending || Task.isCancelled || state.round != round {
                        state.pending = false
                        return true
                    }
                    replaced = state.waiter
                    state.waiter = continuation
                    return false
                }
                replaced?.resume()
                if resumeNow { continuation.resume() }
            }
        } onCancel: {
            wake(round)
        }
        alarm.cancel()
    }

    private func wake(_ round: UInt64) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.round == round else { return nil }
            defer { state.waiter = nil }
            if state.waiter == nil { state.pending = true }
            return state.waiter
        }
        waiter?.resume()
    }
}
