import Foundation
import Kernel
import Postgres
import ServiceRuntime

struct ChainPath: Codable, Sendable {
    /// The chain itself, an event, a document, or what people call it: `SO-2026-000012`.
    var id: String
}

/// A business transaction: every event of it, across all services.
struct Chain: Codable, Sendable {
    struct Event: Codable, Sendable {
        let id: UUID
        let type: String
        let at: Date
        let publisher: String
        let aggregateType: String
        let aggregateID: UUID
        let label: String?
        let sequence: Int64
        /// The event that led to this one; nil when a person or a clock did.
        let cause: UUID?
        let actor: String?
        /// The actor's name, when it is a person known here.
        let actorName: String?
    }
    let chain: UUID
    let events: [Event]
    /// Other business transactions that the same id or name appears in.
    let others: [UUID]
}

/// `GET chains/{id}`: from any id in it.
func showChain(_ path: ChainPath, _ call: Call) async throws -> Chain {
    let chains = try await chains(holding: path.id, call)
    guard let chain = chains.first else { throw Problem.notFound("chain with", path.id) }
    return Chain(chain: chain, events: try await events(of: chain, call), others: Array(chains.dropFirst()))
}

/// The chains that an id or a label belongs to, the most recent first, at most eleven.
func chains(holding id: String, _ call: Call) async throws -> [UUID] {
    let (database, visible) = (call.database, visibleChains(to: try call.signedIn()))
    let matches: SQL
    if let uuid = UUID(uuidString: id) {
        // A chain is a business transaction of its own before it is a document in another one.
        let itself = try await database.all(
            "select chain from chain_event where chain = \(uuid) and \(visible) limit 1", as: UUID.self)
        if !itself.isEmpty { return itself }
        matches = "event_id = \(uuid) or aggregate_id = \(uuid)"
    } else {
        matches = "lower(label) = lower(\(id))"
    }
    return try await database.all(
        """
        select chain from (
            select chain, at from chain_event where (\(matches)) and \(visible) order by at desc limit 1000
        ) found
        group by chain order by max(at) desc limit 11
        """)
}

private func events(of chain: UUID, _ call: Call) async throws -> [Chain.Event] {
    try await call.database.all(
        """
        select e.event_id as id, e.type, e.at, e.publisher, e.aggregate_type, e.aggregate_id, e.label, e.sequence,
            e.cause, e.actor, coalesce(\(call.nameColumn(of: "s")), h.name) as actor_name
        from chain_event e
        left join staff_name s on e.actor = 'staff:' || s.staff_id
        left join shopper h on h.shopper_id =
            case when e.actor ~ '^shopper:[0-9a-f-]{36}$' then substr(e.actor, 9)::uuid end
        where e.chain = \(chain)
        order by e.at, e.event_id
        """)
}
