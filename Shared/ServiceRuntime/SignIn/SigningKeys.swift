import Foundation
import Messaging
import Postgres

/// The stored keys: the public ones of every issuer, and the pairs of this service if it is one.
enum SigningKeys {
    /// Remembers a public key; a known one may come again with another end.
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
        let signsFrom: Date
        let validUntil: Date
    }

    /// The pairs of this service that have not ended, the newest first.
    static func own(_ database: some PostgresExecutor) async throws -> [StoredSigningKey] {
        let rows = try await database.all(
            """
            select key_id, secret, signs_from, valid_until from rt_session_key
            where valid_until > now() order by signs_from desc
            """, as: Row.self)
        return rows.compactMap { row in
            Data(base64URL: row.secret).map {
                StoredSigningKey(id: row.keyID, secret: $0, signsFrom: row.signsFrom, validUntil: row.validUntil)
            }
        }
    }

    /// Makes the first pair, or the next one in time. Replicas that do it together wait for each other at the lock, and
    /// the later ones find it done.
    static func keepFresh(_ definition: ServiceDefinition, _ context: ServiceContext, now: Date = Date()) async throws {
        try await context.transaction { tx in
            try await tx.execute("lock table rt_session_key in share row exclusive mode")
            let newest = try await own(tx).first
            let due = newest.map { $0.signsFrom.addingTimeInterval(StoredSigningKey.serves.inSeconds) } ?? now
            guard due.addingTimeInterval(-StoredSigningKey.publishedAhead.inSeconds) <= now else { return }
            try await add(.make(signsFrom: newest == nil ? now : max(due, now + 60)), definition, tx)
        }
    }

    /// Makes a new pair now, because an operator wants one.
    /// - Parameter withdrawing: the old ones verify nothing any more, from this moment on: their secret may be known.
    static func rotate(
        _ definition: ServiceDefinition, _ context: ServiceContext, by person: Person, withdrawing: Bool
    ) async throws -> StoredSigningKey {
        let key = StoredSigningKey.make(signsFrom: withdrawing ? Date() : Date() + 60)
        try await context.messaging.transaction(Origin(actor: person.actor)) { tx in
            try await tx.execute("lock table rt_session_key in share row exclusive mode")
            try await add(key, definition, tx, withdrawing: withdrawing)
        }
        try await context.sessions.load()
        return key
    }

    /// Stores and publishes a pair, and brings the end of the ones before it near.
    private static func add(
        _ key: StoredSigningKey, _ definition: ServiceDefinition, _ tx: EventTransaction, withdrawing: Bool = false
    ) async throws {
        let end = withdrawing ? Date() : key.signsFrom.addingTimeInterval(SessionTimes.longestAccess.inSeconds)
        for var old in try await own(tx) where withdrawing || (old.validUntil > end && old.signsFrom < key.signsFrom) {
            old.validUntil = end
            try await tx.execute("update rt_session_key set valid_until = \(end) where key_id = \(old.id)")
            try await publish(old, definition, tx)
        }
        try await tx.execute(
            """
            insert into rt_session_key (key_id, secret, signs_from, valid_until)
            values (\(key.id), \(key.secret.base64URL), \(key.signsFrom), \(key.validUntil))
            """)
        try await publish(key, definition, tx)
        SessionNews.keys.tell(tx)
    }

    private static func publish(
        _ key: StoredSigningKey, _ definition: ServiceDefinition, _ tx: EventTransaction
    ) async throws {
        let published = try key.published()
        try await store(published, of: definition.name, tx)
        definition.publishKey(published, tx)
    }
}
