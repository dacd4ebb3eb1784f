import Foundation
import Synchronization

/// Whether the service can answer yet: HTTP listens from the first moment, the rest comes when the database does.
final class ServiceState: Sendable {
    private struct State {
        var context: ServiceContext?
        var reason = "waiting for the database"
        var waiting: [UUID: CheckedContinuation<Void, any Error>] = [:]
    }
    private let state = Mutex(State())

    /// What the service is made of, once it is ready.
    var context: ServiceContext? { state.withLock { $0.context } }
    /// Why it is not.
    var reason: String { state.withLock { $0.reason } }

    func becomeReady(_ context: ServiceContext) {
        let waiting = state.withLock { state in
            state.context = context
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait(because reason: String) { state.withLock { $0.reason = reason } }

    /// Waits until the service is ready.
    /// - Throws: `CancellationError` when it is stopped before.
    func ready() async throws -> ServiceContext {
        let id = UUID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let isDone = state.withLock { state in
                    if state.context == nil && !Task.isCancelled { state.waiting[id] = continuation }
                    return state.waiting[id] == nil
                }
                if isDone { continuation.resume(with: Result { try Task.checkCancellation() }) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(throwing: CancellationError())
        }
        guard let context else { throw CancellationError() }
        return context
    }
}
