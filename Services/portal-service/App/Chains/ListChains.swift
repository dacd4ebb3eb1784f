import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// Business transactions, the one in which something happened last at the head.
struct ChainQuery: PageRequest, Codable, Sendable {
    /// The id or the name to look for: only the transactions that it belongs to.
    var q: String?
    /// The days on which something happened last.
    var from: BusinessDate?
    var to: BusinessDate?
    var sort: Sorting<ChainField>?
    var cursor: String?
    var limit: Int?
}

/// What chains are sorted by: when something happened last. By what has to be summed up for all of them, a page of a hundred
/// thousand takes seconds.
enum ChainField: String, SortField {
    case last

    var column: SQL? { nil }
}

/// A chain in a list.
struct ChainSummary: Codable, Sendable {
    let chain: UUID
    /// The type and the label of its first event.
    let began: String
    let label: String?
    let events: Int
    let lastAt: Date
}

/// `GET chains`
func listChains(_ query: ChainQuery, _ call: Call) async throws -> Paged<ChainSummary> {
    struct Row: Codable, Sendable {
        let chain: UUID, began: String, label: String?, events: Int, lastAt: Date, lastEvent: UUID
    }
    let (order, person) = (query.sort ?? .descending(.last), try call.signedIn())
    let wanted = query.q?.trimmingCharacters(in: .whitespaces) ?? ""
    let found = wanted.isEmpty ? nil : try await chains(holding: wanted, call)
    let conditions = SQL.all(found.map { "chain = any(\($0))" }, .instant("at", from: query.from, to: query.to))
    let rows: [Row] = try await call.database.all(
        page(query, order, after: try lastID(of: query), conditions, person))
    return Paged(rows, query) { [$0.lastEvent.text] }.map {
        ChainSummary(chain: $0.chain, began: $0.began, label: $0.label, events: $0.events, lastAt: $0.lastAt)
    }
}

/// The last event with which the page before ended.
private func lastID(of query: ChainQuery) throws -> UUID? {
    try query.position().map { parts in
        guard let id = UUID(uuidString: parts[0]) else {
            throw Problem.invalid(field: "cursor", "must be the next of a page before")
        }
        return id
    }
}

/// A page of chains by their last events: only theirs are summed up.
private func page(
    _ query: ChainQuery, _ order: Sorting<ChainField>, after last: UUID?, _ conditions: SQL, _ person: Person
) -> SQL {
    let (way, than): (SQL, SQL) = order.descends ? ("desc", "<") : ("asc", ">")
    let after: SQL? = last.map {
        "(at, event_id) \(than) (select at, event_id from chain_event where event_id = \($0))"
    }
    let latest: SQL = """
        \(latestEvents(of: person, where: .all(conditions, after)))
        order by at \(way), event_id \(way) limit \(query.rowLimit)
        """
    return "\(summaries(of: latest)) order by latest.at \(way), latest.event_id \(way)"
}

/// What is said of the chains of some last events.
private func summaries(of latest: SQL) -> SQL {
    """
    select latest.chain, first.type as began, first.label, number.events, latest.at as last_at,
        latest.event_id as last_event
    from (\(latest)) latest
    cross join lateral (
        select type, label from chain_event e where e.chain = latest.chain order by at, event_id limit 1) first
    cross join lateral (select count(*) as events from chain_event e where e.chain = latest.chain) number
    """
}

/// The last event of each chain that the person may see. Who sees all gets them off the index of times, each event asking
/// for the last of its chain: were it asked for as one without a later, the server would compare all there are. Others get
/// those of the chains they had a hand in.
private func latestEvents(of person: Person, where conditions: SQL) -> SQL {
    guard !Access.allChains.admits(person) else {
        return """
            select chain, event_id, at from chain_event event
            where \(isBusiness) and \(conditions) and event_id = (
                select event_id from chain_event where chain = event.chain and \(isBusiness)
                order by at desc, event_id desc limit 1)
            """
    }
    return """
        select chain, event_id, at from (
            select own.chain, last.event_id, last.at
            from (select distinct chain from (\(ownChains(of: person))) mine) own
            cross join lateral (
                select event_id, at from chain_event where chain = own.chain and \(isBusiness)
                order by at desc, event_id desc limit 1) last
        ) event where \(conditions)
        """
}

/// Stock levels, keys, sessions and audit trails move on their own and are no business, nor is it that what is known of
/// products, prices, customers and staff was changed; of what is to be done the document itself tells, and nothing else
/// does where it is about somebody's account.
let isBusiness: SQL = """
    aggregate_type not in ('erp.availability', 'erp.product', 'erp.price-floor', 'crm.customer', 'crm.credit-terms',
            'oa.staff', 'oa.api-key', 'oa.signing-key', 'portal.signing-key', 'oa.session', 'portal.session')
        and aggregate_type not like '%.audit-trail' and aggregate_type not like '%.key-use'
        and aggregate_type not like '%.todo'
    """
