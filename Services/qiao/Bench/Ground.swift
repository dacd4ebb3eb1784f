import AMQP
import EventContracts
import Foundation
import Logging
import Messaging
import Postgres

/// The servers that a measurement runs on, and what it made there: schemas and queues of names that nobody else has.
struct Ground: Sendable {
    let databaseURL: String
    let brokerURL: String
    let broker: AMQPConfiguration
    let logger: Logger

    /// - Throws: `MissingSetting` when the addresses are not known.
    init(_ options: BenchOptions) throws {
        let values = try EnvironmentFile.values(options.env, knownBy: "QIAO_DATABASE_URL")
        func value(_ key: String) throws -> String {
            guard let text = values[key], !text.isEmpty else { throw MissingSetting(key: key) }
            return text
        }
        databaseURL = try value("QIAO_DATABASE_URL")
        brokerURL = try value("QIAO_AMQP_URL")
        broker = try AMQPConfiguration(url: brokerURL)
        var logger = Logger(label: "bench")
        logger.logLevel = .error
        self.logger = logger
    }

    /// A name of a service and its schema in this measurement.
    func name(_ role: String) -> String { "\(AccountMoved.publisher)_\(role)" }

    func configuration(_ role: String, connections: Int) throws -> PostgresConfiguration {
        try PostgresConfiguration(
            url: databaseURL, schema: name(role), applicationName: name(role), poolSize: connections)
    }

    /// Makes the schema of a role: the event core's tables, and one of the domain.
    func makeSchema(_ role: String) async throws {
        let pool = PostgresPool(try configuration(role, connections: 2))
        try await pool.execute("create schema \(identifier: name(role))")
        try await MessagingCore.migrations().migrate(pool, schema: name(role))
        try await pool.execute(
            """
            create table movement (
                id bigint generated always as identity primary key, account uuid not null, sequence bigint,
                amount bigint not null)
            """)
        await pool.close()
    }

    /// Declares exchange, queues and bindings of a consuming service, exactly as a service does.
    func declareTopology(_ role: String, lanes: Int, follows event: (some Event).Type) async throws {
        let pool = PostgresPool(try configuration(role, connections: 4))
        let core = try MessagingCore(
            MessagingConfiguration(service: name(role), broker: broker, lanes: lanes), database: pool,
            catalog: EventCatalog(publisher: name(role), []),
            subscriptions: Subscriptions([on(event, .own) { _, _ in }]), logger: logger)
        let running = Task { try await core.run() }
        try await waitUntil("queues are declared") { core.isConnected }
        core.shutdown()
        try await running.value
        await pool.close()
    }

    /// Measures, and takes away what the roles have made meanwhile, whatever happened.
    func clean<T>(_ roles: [String], lanes: Int, after body: () async throws -> T) async throws -> T {
        let value: T
        do {
            value = try await body()
        } catch {
            try? await remove(roles, lanes: lanes)
            throw error
        }
        try await remove(roles, lanes: lanes)
        return value
    }

    /// Takes away what roles have on both servers.
    private func remove(_ roles: [String], lanes: Int) async throws {
        let database = PostgresConnection(try PostgresConfiguration(url: databaseURL, applicationName: name("remove")))
        for role in roles {
            try await database.execute("drop schema if exists \(identifier: name(role)) cascade")
        }
        await database.close()
        let names = roles.map(name)
        try await atBroker { session in
            for name in names {
                for queue in (0..<lanes).map({ "\(name).events.\($0)" }) + ["\(name).dead", "\(name).requests"] {
                    try session.deleteQueue(queue)
                }
                try session.deleteExchange("\(name).events")
            }
        }
    }

    /// Empties the lanes of roles.
    func purge(_ roles: [String], lanes: Int) async throws {
        let queues = roles.flatMap { role in (0..<lanes).map { "\(name(role)).events.\($0)" } }
        try await atBroker { session in
            for queue in queues { try session.purge(queue) }
        }
    }

    /// How many of a role's lanes are consumed.
    func consumers(_ role: String, _ lanes: Int) async throws -> Int {
        let queues = (0..<lanes).map { "\(name(role)).events.\($0)" }
        return try await atBroker { session in
            try queues.map { try session.declareQueue($0, passive: true).consumers }.reduce(0, +)
        }
    }

    @discardableResult
    private func atBroker<T: Sendable>(
        _ operation: @escaping @Sendable (AMQPSession) throws -> T
    ) async throws -> T {
        let client = try AMQPPublisher(configuration: broker, logger: logger)
        let running = Task { try await client.run() }
        try await waitUntil("a connection to the broker") { client.isConnected }
        let result = try await client.perform(operation)
        client.shutdown()
        try await running.value
        return result
    }
}

/// Waits for a condition that comes without a signal.
/// - Throws: `NeverHappened` after half a minute.
func waitUntil(_ what: String, _ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw NeverHappened(description: "never happened: \(what)") }
        try await Task.sleep(for: .milliseconds(5))
    }
}

struct NeverHappened: Error, CustomStringConvertible {
    let description: String
}
