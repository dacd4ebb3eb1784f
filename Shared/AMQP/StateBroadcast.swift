import Synchronization

/// Tells any number of listeners what happens to a connection; a new listener hears the latest state first.
final class StateBroadcast: Sendable {
    private struct Listeners {
        var latest: AMQPConnectionState?
        var next = 0
        var all: [Int: AsyncStream<AMQPConnectionState>.Continuation] = [:]
        var finished = false
    }

    private let listeners = Mutex(Listeners())

    /// Tells everybody; false when the state is the same as before.
    @discardableResult
    func send(_ state: AMQPConnectionState) -> Bool {
        listeners.withLock { listeners in
            guard listeners.latest != state else { return false }
            listeners.latest = state
            for listener in listeners.all.values { listener.yield(state) }
            return true
        }
    }

    func finish() {
        let all = listeners.withLock { listeners in
            defer {
                listeners.finished = true
                listeners.all = [:]
            }
            return listeners.all
        }
        for listener in all.values { listener.finish() }
    }

    func listen() -> AsyncStream<AMQPConnectionState> {
        // Somebody who does not listen must not fill the memory.
        let (stream, continuation) = AsyncStream<AMQPConnectionState>.makeStream(bufferingPolicy: .bufferingNewest(64))
        let id: Int? = listeners.withLock { listeners in
            if let latest = listeners.latest { continuation.yield(latest) }
            guard !listeners.finished else { return nil }
            listeners.next += 1
            listeners.all[listeners.next] = continuation
            return listeners.next
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { _ = $0.all.removeValue(forKey: id) }
        }
        return stream
    }
}
