import AMQP
import ArgumentParser
import Foundation
import Logging
import Messaging
import Postgres

/// Where a process of the ledger finds its servers, and who it is.
struct Settings: ParsableArguments {
    @Option(help: "The database (default: QIAO_DATABASE_URL).")
    var database: String?

    @Option(help: "The broker (default: QIAO_AMQP_URL).")
    var broker: String?

    @Option(help: "The replica's number. The same number takes up at once what its dead predecessor had leased.")
    var replica: UInt8 = 1

    @Option(help: "Connections to the database.")
    var pool = 10

    @Option(help: "Seconds a statement may take.")
    var statementTimeout = 10

    func pool(schema: String) throws -> PostgresPool {
        PostgresPool(
            try PostgresConfiguration(
                url: try Self.address(database, "QIAO_DATABASE_URL"), schema: schema, applicationName: schema,
                poolSize: pool, statementTimeout: .seconds(statementTimeout), lockTimeout: .seconds(5),
                idleInTransactionTimeout: .seconds(15), connectTimeout: .seconds(5), acquireTimeout: .seconds(5)))
    }

    /// Quicker than in production to notice that the broker is away, so that faults pass by quickly.
    func messaging(_ service: String) throws -> MessagingConfiguration {
        var link = try AMQPConfiguration(url: try Self.address(broker, "QIAO_AMQP_URL"))
        link.heartbeat = .seconds(5)
        link.rpcTimeout = .seconds(5)
        link.confirmTimeout = .seconds(10)
        link.backoff = .milliseconds(100) ... .seconds(2)
        return MessagingConfiguration(service: service, broker: link, lanes: 4, instance: instance(service))
    }

    private func instance(_ service: String) -> UUID {
        World.aggregate(Int(replica), of: service == World.giver ? 1 : 2)
    }

    static func address(_ given: String?, _ variable: String) throws -> String {
        guard let url = given ?? ProcessInfo.processInfo.environment[variable] else {
            throw ValidationError("say where the servers are: \(variable) is not set")
        }
        return url
    }

    static var logger: Logger {
        var logger = Logger(label: "ledger", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel =
            ProcessInfo.processInfo.environment["QIAO_LOG_LEVEL"].flatMap { Logger.Level(rawValue: $0) } ?? .warning
        return logger
    }
}
