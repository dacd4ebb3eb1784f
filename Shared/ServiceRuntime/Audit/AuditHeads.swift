import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres

/// Keeps a record of another service's audit trail, so that it cannot be rewritten there unnoticed.
public func auditHeads<P: Publisher>(of service: P.Type) -> Subscription {
    on(AuditSealed<P>.self, .own) { incoming, tx in
        try await tx.execute(
            """
            insert into rt_audit_head (service, position, hash)
            values (\(P.name), \(incoming.event.position), \(incoming.event.hash)) on conflict do nothing
            """)
    }
}

/// Places of an audit trail and their hashes.
struct AuditHeads: Codable, Sendable {
    struct Head: Codable, Sendable {
        let position: Int
        /// In hexadecimal.
        let hash: String
    }
    let heads: [Head]

    struct KeptQuery: Codable, Sendable {
        /// Whose trail: `crm`.
        var service: String
        /// The last position of the answer before.
        var after: Int?
    }

    /// What another service told of its trail, two hundred places at a time.
    static func kept(_ input: KeptQuery, _ call: Call) async throws -> AuditHeads {
        AuditHeads(
            heads: try await call.database.all(
                """
                select position, hash from rt_audit_head
                where service = \(input.service) and position > \(input.after ?? 0)
                order by position fetch first 200 rows with ties
                """))
    }

    struct OwnQuery: Codable, Sendable {
        /// By commas.
        var positions: String
    }

    /// What this service's trail has at these places; one that it has not is left out.
    static func own(_ input: OwnQuery, _ call: Call) async throws -> AuditHeads {
        let positions = try input.positions.split(separator: ",").map { text in
            guard let position = Int(text) else {
                throw Problem.invalid(field: "positions", "must be numbers by commas")
            }
            return position
        }
        guard positions.count <= 1000 else { throw Problem.invalid(field: "positions", "names more than 1000") }
        return AuditHeads(
            heads: try await call.database.all(
                """
                select position, encode(hash, 'hex') as hash from rt_audit_seal
                where position = any(\(positions)::bigint[]) order by position
                """))
    }
}
