import CPostgres
import Foundation

/// A request to the server to cancel the statement that a session waits for.
///
/// libpq sends it over a connection of its own and waits for its end without any limit, so it has a thread of its own.
///
/// `@unchecked Sendable`: the pointer never changes; only the one thread that ``send(within:)`` starts hands it to
/// libpq, which allows that on any thread; and it is freed by whoever lets go last.
final class CancelRequest: @unchecked Sendable {
    private let pointer: OpaquePointer
    private let answered = DispatchSemaphore(value: 0)

    /// Nil when there is no server to ask.
    init?(_ connection: OpaquePointer) {
        guard let pointer = PQgetCancel(connection) else { return nil }
        self.pointer = pointer
    }

    deinit {
        PQfreeCancel(pointer)
    }

    /// Sends it, once.
    /// - Returns: whether the server is done with it. If not, it may still take effect at any time later.
    func send(within limit: Duration) -> Bool {
        Thread.detachNewThread {
            var reason = [CChar](repeating: 0, count: 256)
            PQcancel(self.pointer, &reason, Int32(reason.count))
            self.answered.signal()
        }
        return answered.wait(timeout: .now() + .milliseconds(limit.milliseconds)) == .success
    }
}
