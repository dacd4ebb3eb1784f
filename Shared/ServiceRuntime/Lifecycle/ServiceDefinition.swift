import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceLifecycle

/// A service as a value: everything the runtime needs to run it.
public struct ServiceDefinition: Sendable {
    public let name: String
    /// What its paths begin with: `/oa`; empty for the portal.
    public let prefix: String
    /// What it publishes.
    public let catalog: EventCatalog
    /// The publishers it listens to.
    public let follows: [EventCatalog]
    /// Where `Migrations` and `Pages` are.
    public let resources: Bundle
    public let routes: [Route]
    public let subscriptions: [Subscription]
    public let figures: [Figure]
    /// Whose documents are seen by whom, for the access table.
    let visibility: [Visibility]
    let people: People?
    let inCart: InCart?
    let publishKey: @Sendable (SigningKey, EventTransaction) -> Void
    let publishRevocation: @Sendable (Revocation, _ person: UUID, EventTransaction) -> Void
    let publishKeyUse: @Sendable (_ key: UUID, Date, EventTransaction) -> Void
    let publishSeal: @Sendable (_ position: Int, _ hash: String, EventTransaction) -> Void
    let background: [@Sendable (ServiceContext) -> any Service]
    let bootstrap: @Sendable (ServiceContext) async throws -> Void

    /// Who a person is at this moment; nil when nobody of that id may be here.
    public typealias People = @Sendable (UUID, any PostgresExecutor) async throws -> Person?

    /// How much is in the caller's cart; nil of those who have none.
    public typealias InCart = @Sendable (Call) async throws -> ExactDecimal?

    /// - Parameters:
    ///   - publisher: the service as a publisher; its name leads the paths.
    ///   - catalog: every event type it publishes.
    ///   - follows: the catalogues of the publishers it listens to.
    ///   - resources: `Bundle.module` of the App, holding `Migrations` and `Pages`.
    ///   - prefix: what its paths begin with; `/<name>` when nil.
    ///   - visibility: whose documents are seen by whom, for the access table.
    ///   - people: given when people sign in here: who they are when their session is gone on with. The key is made at
    ///     the first start and published.
    ///   - inCart: how much is in the caller's cart, for the head of every page; nil of a service that has no shop.
    ///   - background: services that run beside HTTP once the database is migrated; they must end on graceful shutdown.
    ///   - bootstrap: runs at every start after the migrations, before the first request; must be repeatable.
    public init<P: Publisher>(
        publisher: P.Type, catalog: EventCatalog, follows: [EventCatalog] = [], resources: Bundle,
        prefix: String? = nil,
        routes: [Route], subscriptions: [Subscription] = [], figures: [Figure] = [],
        visibility: [Visibility] = [], people: People? = nil, inCart: InCart? = nil,
        background: [@Sendable (ServiceContext) -> any Service] = [],
        bootstrap: @escaping @Sendable (ServiceContext) async throws -> Void = { _ in }
    ) {
        name = P.name
        self.prefix = prefix ?? "/\(P.name)"
        (self.catalog, self.follows, self.resources) = (catalog, follows, resources)
        (self.routes, self.subscriptions, self.figures) = (routes, subscriptions, figures)
        self.visibility = visibility
        (self.people, self.inCart, self.background, self.bootstrap) = (people, inCart, background, bootstrap)
        publishKey = { key, tx in
            tx.emit(
                SigningKeyPublished<P>(keyID: key.id, publicKey: key.publicKey, validUntil: key.validUntil))
        }
        publishKeyUse = { key, usedAt, tx in tx.emit(ApiKeyUsed<P>(keyID: key, usedAt: usedAt)) }
        publishSeal = { position, hash, tx in
            // The same in every process: derived from the name alone.
            let trail = UUID(
                namespaced: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), "audit trail \(P.name)")
            tx.emit(AuditSealed<P>(trailID: trail, position: position, hash: hash))
        }
        publishRevocation = { revocation, person, tx in
            tx.emit(
                SessionRevoked<P>(
                    personID: person, sessionID: revocation.subject == person ? nil : revocation.subject,
                    issuedBefore: revocation.issuedBefore))
        }
    }

    /// The services whose tokens it believes: those it hears the keys of, and itself if people sign in here.
    var trusted: Set<String> {
        let heard = subscriptions.compactMap(\.name).filter { $0.type.hasSuffix(".signing-key.published") }
        return Set(heard.map(\.publisher)).union(people == nil ? [] : [name])
    }

    /// The folder of the service's own migrations.
    var migrations: URL? { resources.url(forResource: "Migrations", withExtension: nil) }
    /// The folder of the service's own pages and texts.
    var pages: URL? { resources.url(forResource: "Pages", withExtension: nil) }
}
