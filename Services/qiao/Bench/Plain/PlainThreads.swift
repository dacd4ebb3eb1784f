import Foundation
import Synchronization

/// Threads of plain, blocking calls, and their end.
final class PlainThreads: Sendable {
    private let stopping = Atomic(false)
    private let running = Atomic(0)
    private let failure = Mutex<(any Error)?>(nil)

    var isStopping: Bool { stopping.load(ordering: .relaxed) }

    func start(_ name: String, _ body: @escaping @Sendable () throws -> Void) {
        running.wrappingAdd(1, ordering: .sequentiallyConsistent)
        let thread = Thread { [self] in
            do { try body() } catch { failure.withLock { $0 = $0 ?? error } }
            running.wrappingSubtract(1, ordering: .sequentiallyConsistent)
        }
        thread.name = name
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// - Throws: what ended a thread before its time.
    func check() throws {
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    /// Returns when all threads have ended.
    func stop() async throws {
        stopping.store(true, ordering: .relaxed)
        try await waitUntil("threads end") { running.load(ordering: .sequentiallyConsistent) == 0 }
    }
}

/// Wakes one waiting thread; a signal that comes while nobody waits is kept.
///
/// `@unchecked Sendable`: `pending` is read and written under the condition's lock only.
final class PlainWake: @unchecked Sendable {
    private let condition = NSCondition()
    private var pending = false

    func signal() {
        condition.withLock {
            pending = true
            condition.signal()
        }
    }

    /// - Returns: whether a signal came.
    @discardableResult
    func wait(_ seconds: Double) -> Bool {
        condition.withLock {
            if !pending { _ = condition.wait(until: Date(timeIntervalSinceNow: seconds)) }
            defer { pending = false }
            return pending
        }
    }
}
