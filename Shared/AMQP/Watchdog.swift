import Foundation
import Synchronization

/// Ends C calls that outstay their limit: the library has no way to interrupt them, but a socket that is shut down
/// from another thread makes every one of them return with an error.
final class Watchdog: Sendable {
    private struct Watch {
        var socket: Int32?
        var deadline: ContinuousClock.Instant?
        var fired = false
        var stopped = false
    }

    private let state = Mutex(Watch())

    /// Begins to watch a connected socket; ``unwatch()`` must come before the socket is closed.
    func watch(_ socket: Int32) {
        state.withLock { $0 = Watch(socket: socket, stopped: $0.stopped) }
    }

    func unwatch() {
        state.withLock { $0.socket = nil }
    }

    /// Whether the watched socket was shut down.
    var hasFired: Bool { state.withLock { $0.fired } }

    /// Runs a call that must not take longer than `limit`.
    func limited<T, E: Error>(_ limit: Duration, _ call: () throws(E) -> T) throws(E) -> T {
        let deadline = ContinuousClock.now + limit
        state.withLock { $0.deadline = deadline }
        defer { state.withLock { $0.deadline = nil } }
        return try call()
    }

    /// Watches until ``stop()``, on a thread of its own.
    func start(name: String) {
        let thread = Thread { [self] in
            while check() { usleep(200_000) }
        }
        thread.name = name
        thread.stackSize = 256 * 1024
        thread.start()
    }

    func stop() {
        state.withLock { $0.stopped = true }
    }

    private func check() -> Bool {
        state.withLock { watch in
            if let socket = watch.socket, let deadline = watch.deadline, deadline < .now, !watch.fired {
                watch.fired = true
                // Under the lock, so that the number cannot have been closed and given to another file meanwhile.
                _ = shutdown(socket, Int32(SHUT_RDWR))
            }
            return !watch.stopped
        }
    }
}
