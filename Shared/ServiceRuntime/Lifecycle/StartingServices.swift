import Foundation
import Logging
import Messaging
import Postgres
import ServiceLifecycle

/// Closes the database after everything else has stopped.
struct DatabaseService: Service {
    let database: PostgresPool

    func run() async throws {
        try? await gracefulShutdown()
        await database.close()
    }
}

/// Brings the service up as soon as the database is there, however long that takes. Only what no waiting can mend (an
/// edited migration, a wrong password) ends the process.
struct StartingService: Service {
    let assembly: ServiceAssembly

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            var pause = Duration.milliseconds(200)
            while true {
                do {
                    try await assembly.start()
                    assembly.logger.notice("ready")
                    return
                } catch let error as PostgresError where Self.mayPass(error) {
                    assembly.state.wait(because: "\(error)")
                    assembly.logger.warning("cannot start yet", metadata: ["error": "\(error)"])
                }
                do { try await Task.sleep(for: pause) } catch { return }
                pause = min(pause * 2, .seconds(5))
            }
        }
        try? await gracefulShutdown()
    }

    /// Whether waiting helps.
    private static func mayPass(_ error: PostgresError) -> Bool {
        if error.isUnavailable || error.canRetry { return true }
        // Shutting down, starting up, too many connections, admin shutdown.
        return ["57P01", "57P02", "57P03", "53300", "55P03"].contains(error.sqlState)
    }
}

/// Runs a service once the rest is ready; ends quietly when asked to stop before.
struct WhenReady: Service {
    let state: ServiceState
    let logger: Logger
    let make: @Sendable (ServiceContext) -> any Service

    func run() async throws {
        let context: ServiceContext
        do {
            context = try await cancelWhenGracefulShutdown { try await state.ready() }
        } catch is CancellationError {
            return
        }
        try await make(context).run()
    }
}

/// The event core as a service.
struct MessagingService: Service {
    let messaging: MessagingCore

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await messaging.run()
        } onGracefulShutdown: {
            messaging.shutdown()
        }
    }
}

/// Forgets what is no longer needed: answers older than a day, sessions and revocations that are past. Makes the next
/// signing key in time.
struct HousekeepingService: Service {
    let context: ServiceContext
    let definition: ServiceDefinition

    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await Idempotency.clean(context.database)
                    try await SessionBook.clean(context.database)
                    try await SignInAttempt.clean(context.database)
                    if definition.people != nil { try await SigningKeys.keepFresh(definition, context) }
                    try await context.sessions.load()
                } catch {
                    context.logger.debug("housekeeping pauses", metadata: ["error": "\(error)"])
                }
                do { try await Task.sleep(for: .seconds(600)) } catch { return }
            }
        }
    }
}
