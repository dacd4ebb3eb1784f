import Foundation
import JSONSchema
import Logging
import Messaging
import Postgres

/// What a running service is made of; handlers reach it as `call.service`. A class, for every call carries it along.
public final class ServiceContext: Sendable {
    /// The short name: `oa`.
    public let name: String
    /// What the service's paths begin with behind the gateway: `/oa`, or nothing for the portal.
    public let prefix: String
    public let configuration: ServiceConfiguration
    public let logger: Logger
    /// The service's own database, in its own schema.
    public let database: PostgresPool
    /// The event core.
    public let messaging: MessagingCore
    /// The texts of the pages.
    public let texts: Texts
    let inCart: ServiceDefinition.InCart?
    let sessions: SessionKeys
    let revocations: Revocations
    let apiKeys: ApiKeys
    let publishKeyUse: @Sendable (_ key: UUID, Date, EventTransaction) -> Void
    let sessionBook: SessionBook?
    let pages: PageLibrary
    let assets: Assets
    let audit = AuditBell()
    /// Rung when entries of the audit trail were sealed.
    let sealed = AuditBell()
    let livePlaces = LivePlaces()
    let apiDocument: JSONValue
    let limiter: RateLimiter
    let crossOrigin: CrossOrigin

    /// - Throws: what is wrong with the texts or the templates.
    init(
        _ definition: ServiceDefinition, _ configuration: ServiceConfiguration, database: PostgresPool,
        messaging: MessagingCore, assets: Assets, apiDocument: JSONValue, logger: Logger
    ) throws {
        (name, prefix, inCart) = (definition.name, definition.prefix, definition.inCart)
        (self.configuration, self.logger) = (configuration, logger)
        (self.database, self.messaging) = (database, messaging)
        (self.assets, self.apiDocument) = (assets, apiDocument)
        let folders = try definition.folders
        texts = try Texts(folders: folders.texts)
        pages = try PageLibrary(Template.read(folders.templates), texts, assets: assets.links)
        let (revocations, apiKeys) = (Revocations(), ApiKeys(service: definition.name))
        let sessions = SessionKeys(database, revocations, apiKeys, trusted: definition.trusted)
        (self.revocations, self.apiKeys, self.sessions) = (revocations, apiKeys, sessions)
        publishKeyUse = definition.publishKeyUse
        sessionBook = definition.people.map {
            SessionBook(
                name: definition.name, accessLife: configuration.accessLife, sessions: sessions,
                revocations: revocations, people: $0, publish: definition.publishRevocation)
        }
        limiter = RateLimiter(quota: configuration.rateLimit)
        crossOrigin = CrossOrigin(origins: Set(configuration.corsOrigins))
    }

    /// Runs a transaction in which events can be emitted, acting as the service itself.
    public func transaction<T: Sendable>(
        chain: UUID? = nil, _ body: @escaping @Sendable (EventTransaction) async throws -> T
    ) async throws -> T {
        try await messaging.transaction(Origin(chain: chain, actor: name), body)
    }

    /// What encrypts stored secrets.
    /// - Throws: ``SecretKeys/Fault`` when none was configured.
    public func secretKeys() throws -> SecretKeys {
        guard let keys = configuration.secretKeys else { throw SecretKeys.Fault.noKeys }
        return keys
    }

    /// The service was asked for a session although its definition does not say whom it knows (`people`).
    public struct NoSessionsHere: Error {}

    /// The sessions of those who signed in here.
    /// - Throws: ``NoSessionsHere`` when this service does not sign people in.
    public func book() throws -> SessionBook {
        guard let sessionBook else { throw NoSessionsHere() }
        return sessionBook
    }

    /// What signs the tokens of this service.
    /// - Throws: ``NoSessionsHere`` when this service does not sign people in.
    public func sessionIssuer() async throws -> SessionIssuer {
        guard let issuer = await sessions.issuer else { throw NoSessionsHere() }
        return issuer
    }
}
