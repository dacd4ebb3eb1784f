import CMalloc
import Foundation
import Hummingbird
import Logging
import Metrics
import Postgres
import ServiceLifecycle
import UnixSignals

/// Runs a service: `try await ServiceRuntime.run(OAService.definition)`.
public enum ServiceRuntime {
    /// Reads the environment and runs until SIGTERM or SIGINT, then finishes what is in hand and returns.
    ///
    /// The database and the broker may be away at start: HTTP answers 503 until the database is there.
    public static func run(_ definition: (ServiceConfiguration) throws -> ServiceDefinition) async throws {
        giveBackLargeMemory()
        let configuration: ServiceConfiguration
        do {
            configuration = try ServiceConfiguration()
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(78)  // EX_CONFIG
        }
        let level = configuration.logLevel
        LoggingSystem.bootstrap { StructuredLog(label: $0, level: level) }
        MetricsSystem.bootstrap(PrometheusMetrics(registry: .shared))
        let assembly = try build(definition(configuration), configuration)
        do { try await assembly.run() } catch {
            assembly.logger.critical("ends", metadata: ["error": "\(error)"])
            exit(1)
        }
    }

    /// Large pieces of memory (a file that is sent or taken along, the derivation of a password stored as scrypt) go back to
    /// the system when they are freed. Left alone, glibc keeps such a piece for every thread that ever had one: a hundred
    /// megabytes after some sign-ins.
    private static func giveBackLargeMemory() {
        _ = mallopt(M_MMAP_THRESHOLD, 1 << 20)
        _ = mallopt(M_TRIM_THRESHOLD, 1 << 20)
    }

    /// Puts a service together without running it.
    /// - Throws: what is wrong with its configuration, routes, texts or templates.
    public static func build(
        _ definition: ServiceDefinition, _ configuration: ServiceConfiguration, logger: Logger? = nil
    ) throws -> ServiceAssembly {
        var logger = logger ?? Logger(label: "\(definition.name)-service")
        logger[metadataKey: "service"] = "\(definition.name)"
        logger[metadataKey: "instance"] = "\(configuration.instance)"
        return try ServiceAssembly(definition, configuration, logger: logger)
    }
}

extension ServiceAssembly {
    /// Runs everything until a signal asks it to stop. Services stop in reverse order: HTTP first, so that no request
    /// comes while the event core finishes, and the database last.
    func run() async throws {
        var services: [any Service] = [
            DatabaseService(database: context.database),
            StartingService(assembly: self),
            WhenReady(state: state, logger: logger) { MessagingService(messaging: $0.messaging) },
            WhenReady(state: state, logger: logger) { SessionNewsService(context: $0) },
            WhenReady(state: state, logger: logger) { HousekeepingService(context: $0, definition: definition) },
            WhenReady(state: state, logger: logger) { AuditSealing(context: $0) },
            WhenReady(state: state, logger: logger) { AuditTelling(context: $0, definition: definition) },
        ]
        services += definition.background.map { make in WhenReady(state: state, logger: logger, make: make) }
        services.append(application())
        let group = ServiceGroup(
            configuration: .init(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }

    /// Answers over HTTP, without anything that runs beside it, until the task is cancelled.
    /// - Parameter opened: is told the port, which the system chooses when the configuration says 0.
    public func serve(_ opened: @escaping @Sendable (Int) -> Void) async throws {
        try await application(opened).run()
    }

    /// The HTTP side alone.
    func application(_ opened: @escaping @Sendable (Int) -> Void = { _ in }) -> Application<ServiceResponder> {
        Application(
            responder: responder,
            configuration: .init(
                address: .hostname(configuration.httpHost, port: configuration.httpPort), reuseAddress: true),
            onServerRunning: { channel in opened(channel.localAddress?.port ?? 0) },
            logger: logger)
    }
}
