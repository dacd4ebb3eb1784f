import EventContracts
import Foundation
import Messaging
import Postgres

/// Keeps the public keys of a service that signs people in: `signingKeys(of: OA.self)`.
public func signingKeys<P: Publisher>(of service: P.Type) -> Subscription {
    on(SigningKeyPublished<P>.self, .own) { incoming, tx in
        let key = SigningKey(
            id: incoming.event.keyID, publicKey: incoming.event.publicKey, validUntil: incoming.event.validUntil)
        try await SigningKeys.store(key, of: P.name, tx)
    }
}

/// The stored keys.
enum SigningKeys {
    /// Remembers a public key; knowing it already is fine.
    static func store(_ key: SigningKey, of service: String, _ database: some PostgresExecutor) async throws {
        try await database.execute(
            """
            insert into rt_signing_key (key_id, service, public_key, valid_until)
            values (\(key.id), \(service), \(key.publicKey), \(key.validUntil))
            on conflict (key_id) do update set valid_until = excluded.valid_until
            """)
    }

    private struct Row: Decodable, Sendable {
        let keyID: UUID
        let secret: String
        let validUntil: Date
    }

    /// The key this service signs with, made and published at the first start. Replicas that start together wait for
    /// each other at the lock and then find the same key.
    static func own(_ definition: ServiceDefinition, _ context: ServiceContext) async throws -> StoredSigningKey {
        try await context.transaction { tx in
            try await tx.execute("lock table rt_session_key in share row exclusive mode")
            let found = try await tx.first(
                """
                select key_id, secret, valid_until from rt_session_key
                where valid_until > now() order by valid_until desc limit 1
                """, as: Row.self)
            if let found, let secret = Data(base64URL: found.secret) {
                return StoredSigningKey(id: found.keyID, secret: secret, validUntil: found.validUntil)
            }
            let key = StoredSigningKey.make()
            try await tx.execute(
                """
                insert into rt_session_key (key_id, secret, valid_until)
                values (\(key.id), \(key.secret.base64URL), \(key.validUntil))
                """)
            let published = try key.published()
            try await store(published, of: definition.name, tx)
            definition.publishKey(published, tx)
            return key
        }
    }
}
