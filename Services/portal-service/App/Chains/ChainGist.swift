import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// Whom a business transaction is about, and what happened last in it.
struct ChainGist: Codable, Sendable {
    let chain: UUID
    let about: String?
    let last: String
}

/// The gist of some business transactions that the person may see.
func gists(of chains: [UUID], _ call: Call) async throws -> [UUID: ChainGist] {
    let gists: [ChainGist] = try await call.database.all(
        """
        select named.chain, who.label as about, what.type as last
        from unnest(\(chains)::uuid[]) as named (chain)
        cross join lateral (
            select type from chain_event where chain_event.chain = named.chain and \(isBusiness)
            order by at desc, event_id desc limit 1) what
        left join lateral (
            select label from chain_event where chain_event.chain = named.chain and label is not null
                and aggregate_type in ('crm.customer', 'crm.lead', 'portal.shopper', 'portal.inquiry')
            order by aggregate_type = 'crm.customer' desc, at desc limit 1) who on true
        """)
    return Dictionary(gists.map { ($0.chain, $0) }) { first, _ in first }
}
