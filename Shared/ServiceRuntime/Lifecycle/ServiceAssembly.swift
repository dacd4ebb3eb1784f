import AMQP
import EventContracts
import Foundation
import Hummingbird
import Kernel
import Logging
import Messaging
import Postgres

/// A service put together but not yet running: the one composition root, shared by `main` and the tests.
public struct ServiceAssembly: Sendable {
    public let definition: ServiceDefinition
    public let configuration: ServiceConfiguration
    /// What the service is made of; usable once ``start()`` has returned.
    public let context: ServiceContext
    let state: ServiceState
    let responder: ServiceResponder
    let logger: Logger

    /// - Throws: what is wrong with the configuration, the routes, the texts or the templates; nothing is connected yet.
    init(_ definition: ServiceDefinition, _ configuration: ServiceConfiguration, logger: Logger) throws {
        self.definition = definition
        self.configuration = configuration
        self.logger = logger
        let schema = configuration.databaseSchema ?? definition.name
        let database = PostgresPool(
            try PostgresConfiguration(
                url: configuration.databaseURL, schema: schema,
                applicationName: "\(definition.name)-service \(configuration.instance)", poolSize: 16))
        let messaging = try MessagingCore(
            MessagingConfiguration(service: definition.name, broker: AMQPConfiguration(url: configuration.amqpURL)),
            database: database, catalog: definition.catalog,
            subscriptions: Subscriptions(definition.subscriptions, catalogs: definition.follows), logger: logger)
        let apiDocument = try OpenAPIDocument.value(for: definition)
        let assets = Assets()
        context = try ServiceContext(
            definition, configuration, database: database, messaging: messaging, assets: assets,
            apiDocument: apiDocument, logger: logger)
        state = ServiceState()
        responder = ServiceResponder(
            state: state,
            table: try RouteTable(
                ServicePaths.withOperations(definition)
                    + (configuration.showsExamples ? Examples.routes(definition.prefix) : [])),
            wellKnown: WellKnown(
                prefix: definition.prefix, securityHeaders: SecurityHeaders(configuration), assets: assets,
                document: try WireJSON.encode(apiDocument), configuration: configuration),
            crossOrigin: context.crossOrigin, gateways: try Self.gateways(configuration), logger: logger)
    }

    private static func gateways(_ configuration: ServiceConfiguration) throws -> TrustedGateways {
        guard let gateways = TrustedGateways(configuration.gateways) else {
            throw ServiceConfiguration.Faults(faults: ["QIAO_GATEWAYS must be addresses or networks such as 10.0.0.0/8"]
            )
        }
        return gateways
    }

    /// Migrates, makes or finds the signing key, reads keys and revocations, runs the service's bootstrap, and lets requests in.
    /// - Throws: `PostgresError`; worth another try when the database is away.
    public func start() async throws {
        let schema = configuration.databaseSchema ?? definition.name
        for set in try migrations() { try await set.migrate(context.database, schema: schema) }
        if definition.people != nil {
            try await SigningKeys.keepFresh(definition, context)
            await context.sessions.issue(as: definition.name)
        }
        try await context.sessions.load()
        try await definition.bootstrap(context)
        state.becomeReady(context)
    }

    private func migrations() throws -> [Migrations] {
        var sets = [try MessagingCore.migrations()]
        if let folder = Bundle.module.url(forResource: "Migrations", withExtension: nil) {
            sets.append(try Migrations(set: "runtime", directory: folder))
        }
        if let folder = definition.migrations {
            sets.append(try Migrations(set: definition.name, directory: folder))
        }
        return sets
    }
}

extension ServiceDefinition {
    /// Where templates and texts are: the runtime's first, the service's after.
    var folders: (templates: [URL], texts: [URL]) {
        get throws {
            let own = [pages].compactMap { $0 }
            return (try [SharedPages.templates()] + own, try [SharedPages.languages()] + own)
        }
    }
}

/// The templates and texts that every service shares.
enum SharedPages {
    struct Missing: Error, CustomStringConvertible {
        let folder: String
        var description: String { "the folder \(folder) is missing beside the executable; install it whole" }
    }
    static func templates() throws -> URL { try folder("Templates") }
    static func languages() throws -> URL { try folder("Languages") }

    private static func folder(_ name: String) throws -> URL {
        guard let folder = Bundle.module.url(forResource: name, withExtension: nil) else { throw Missing(folder: name) }
        return folder
    }
}
