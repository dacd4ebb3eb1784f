import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres

/// A machine's key as the services know it: by its hash. The machine acts in the name of a member of staff, with some of
/// their roles, at some of the services, until a day.
public struct ApiKey: Decodable, Sendable {
    /// What every key begins with, so that scanners find one that was published by mistake.
    public static let prefix = "qk_"

    public let keyID: UUID
    public let name: String
    public let keyHash: String
    public let actsFor: StaffID
    public let actsForName: String
    public let roles: [Role]
    public let services: [String]
    public let expiresAt: Date
    public let revoked: Bool
    public let perMinute: Int

    public init<P: Publisher>(_ event: ApiKeyChanged<P>) {
        (keyID, name, keyHash) = (event.keyID, event.name, event.keyHash)
        (actsFor, actsForName, roles, services) = (event.actsFor, event.actsForName, event.roles, event.services)
        (expiresAt, revoked, perMinute) = (event.expiresAt, event.revoked, event.perMinute)
    }

    /// Whom a call with it is made by.
    var person: Person {
        Person(id: actsFor.rawValue, name: actsForName, kind: .staff, roles: Set(roles), amr: ["key"], keyID: keyID)
    }

    /// Stores what is known of it, and tells the replicas.
    public func store(_ tx: EventTransaction) async throws {
        try await tx.execute(
            """
            insert into rt_api_key
                (key_id, name, key_hash, acts_for, acts_for_name, roles, services, expires_at, revoked, per_minute)
            values (\(keyID), \(name), \(keyHash), \(actsFor), \(actsForName), \(roles), \(services), \(expiresAt),
                \(revoked), \(perMinute))
            on conflict (key_id) do update set name = excluded.name, acts_for_name = excluded.acts_for_name,
                roles = excluded.roles, services = excluded.services, expires_at = excluded.expires_at,
                revoked = excluded.revoked, per_minute = excluded.per_minute
            """)
        SessionNews.keys.tell(tx)
    }
}

/// Keeps the keys for machines that a service hands out: `apiKeys(of: OA.self)`.
public func apiKeys<P: Publisher>(of service: P.Type) -> Subscription {
    on(ApiKeyChanged<P>.self, .own) { incoming, tx in try await ApiKey(incoming.event).store(tx) }
}
