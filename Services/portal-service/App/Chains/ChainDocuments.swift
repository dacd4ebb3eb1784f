import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A document of some service, what happened to it last, and where it is read.
struct ChainDocument: Codable, Sendable {
    let kind: String
    /// Its number, or the name of whom it is about.
    let label: String
    let link: String
    let last: String
    let lastAt: String
}

private struct DocumentRow: Codable, Sendable {
    let aggregateType: String, aggregateID: UUID, label: String, type: String, at: Date
}

/// The documents whose number or name begins so, for who may read them: the one something happened to last comes first.
func documents(named name: String, _ call: Call) async throws -> [ChainDocument] {
    let person = try call.signedIn()
    let kinds = DocumentKind.read(by: person)
    let (types, isVisible) = (kinds.map(\.aggregateType), visibleChains(to: person))
    // Of a beginning that nearly all share, some are found.
    let rows: [DocumentRow] = try await call.database.all(
        """
        select * from (
            select distinct on (aggregate_type, aggregate_id) * from (
                select aggregate_type, aggregate_id, label, type, at from chain_event
                where \(SQL.begins(name, "label")) and aggregate_type = any(\(types)) and \(isVisible) limit 5000
            ) event order by aggregate_type, aggregate_id, at desc
        ) document
        union all
        select * from (
            select aggregate_type, order_id, number, type, at from order_document
            where \(SQL.begins(name, "number")) and aggregate_type = any(\(types)) and \(isVisible) limit 5000
        ) of_order
        order by at desc, aggregate_type limit 50
        """)
    return shown(rows, as: kinds, call)
}

/// The documents that a business transaction consists of, for who may read them.
func documents(of chain: Chain, _ call: Call) throws -> [ChainDocument] {
    let kinds = DocumentKind.read(by: try call.signedIn())
    let rows = chain.events.reversed().compactMap { event in
        event.label.map {
            DocumentRow(
                aggregateType: event.aggregateType, aggregateID: event.aggregateID, label: $0, type: event.type,
                at: event.at)
        }
    }
    return shown(kinds.flatMap { kind in rows.filter { $0.aggregateType == kind.aggregateType } }, as: kinds, call)
}

/// The latest row of each document: an order has the same id in CRM and in ERP, and so has what it led to.
private func shown(_ rows: [DocumentRow], as kinds: [DocumentKind], _ call: Call) -> [ChainDocument] {
    var seen: Set<String> = []
    return rows.compactMap { row in
        guard let kind = kinds.first(where: { $0.aggregateType == row.aggregateType }) else { return nil }
        let id = row.aggregateID.text
        let isOfOrder = OrderDocument(rawValue: row.aggregateType) != nil
        guard seen.insert(isOfOrder ? row.label : id).inserted else { return nil }
        return ChainDocument(
            kind: call.text(kind.key), label: row.label,
            link: "\(kind.list)/\(kind.address == .number ? urlEncoded(row.label) : id)",
            last: call.text("event_\(row.type)"), lastAt: call.format(row.at))
    }
}
