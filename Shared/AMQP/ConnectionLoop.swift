import Foundation
import Logging
import Synchronization

/// Keeps one client connected: a thread that connects, serves the connection until it ends, waits and connects anew.
final class ConnectionLoop: Sendable {
    typealias Setup = @Sendable (AMQPSession) throws -> Void
    /// Gets nil when there is no connection to run on.
    typealias Operation = @Sendable (AMQPSession?) -> Void

    struct State {
        var started = false
        var stopping = false
        var connected = false
        var operations: [Operation] = []
    }

    let configuration: AMQPConfiguration
    let logger: Logger
    let pipe: WakePipe
    let states = StateBroadcast()
    let watchdog = Watchdog()
    let setup: Setup
    let state = Mutex(State())

    init(configuration: AMQPConfiguration, logger: Logger, setup: @escaping Setup) throws {
        guard !configuration.hosts.isEmpty else { throw AMQPError.invalidConfiguration("no host is given") }
        self.configuration = configuration
        self.logger = logger
        self.setup = setup
        pipe = try WakePipe()
    }

    var isConnected: Bool { state.withLock { $0.connected } }
    var isStopping: Bool { state.withLock { $0.stopping } }

    /// Serves until ``stop()`` or cancellation.
    func run(_ makeRole: @escaping @Sendable () -> any LinkRole) async throws {
        let again = state.withLock { state in
            defer { state.started = true }
            return state.started
        }
        guard !again else { throw AMQPError.invalidConfiguration("a client can run only once") }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                watchdog.start(name: "\(configuration.connectionName)-watchdog")
                let thread = Thread { [self] in
                    serveUntilStopped(makeRole())
                    watchdog.stop()
                    states.finish()
                    continuation.resume()
                }
                thread.name = configuration.connectionName
                // The library decodes nested tables by recursion, as deep as a frame allows.
                thread.stackSize = 16 * 1_048_576
                thread.start()
            }
        } onCancel: {
            stop()
        }
    }

    func stop() {
        state.withLock { $0.stopping = true }
        pipe.wake()
    }

    /// Runs an operation on the connection's thread as soon as it can, or at once without a session when there is no
    /// connection.
    func submit(_ operation: @escaping Operation) {
        let accepted = state.withLock { state in
            guard state.connected else { return false }
            state.operations.append(operation)
            return true
        }
        if accepted { pipe.wake() } else { operation(nil) }
    }

    func perform<T: Sendable>(_ operation: @escaping @Sendable (AMQPSession) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            submit { session in
                guard let session else { return continuation.resume(throwing: AMQPError.notConnected) }
                continuation.resume(with: Result { try operation(session) })
            }
        }
    }
}
