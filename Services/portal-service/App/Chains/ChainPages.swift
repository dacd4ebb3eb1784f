import Foundation
import Kernel
import ServiceRuntime

/// A business transaction as somebody at their workbench sees it.
struct ChainRow: Codable, Sendable {
    let link: String
    let label: String
    /// Whom it is about, where the label does not say it.
    let about: String?
    /// What happened last, and when.
    let last: String
    let lastAt: String

    init(_ chain: ChainSummary, _ gist: ChainGist?, _ call: some Calling) {
        link = chainLink(chain.chain)
        label = chain.label ?? call.text("chain")
        about = gist?.about == chain.label ? nil : gist?.about
        last = call.text("event_\(gist?.last ?? chain.began)")
        lastAt = call.format(chain.lastAt)
    }
}

/// Business transactions, and a field to look for one: what is found by its name opens.
struct ChainsView: ShowsTable, Codable, Sendable {
    let table: DataTable
}

/// `/chains`
func chainsPage(_ query: ChainQuery, _ call: Call) async throws -> ChainsView {
    let wanted = query.q?.trimmingCharacters(in: .whitespaces) ?? ""
    let isFound = wanted.isEmpty ? false : try await !chains(holding: wanted, call).isEmpty
    if isFound { throw Redirect(to: "/chains/\(urlEncoded(wanted))") }
    return ChainsView(
        table: DataTable(
            try await call.listed("chains", query) { query, call in
                // What was looked for in vain need not be looked for again.
                wanted.isEmpty ? try await listChains(query, call) : Paged(items: [], next: nil)
            }, sorted: (query.sort ?? .descending(.last)).word,
            filters: [.text("chain_search"), .day("from", "field_from"), .day("to", "field_to")], empty: "chains_empty",
            columns: [
                .init("chain") { .link($0.label ?? call.text("chain"), to: chainLink($0.chain)) },
                .init("chain_began_with") { .text(call.text("event_\($0.began)")) },
                .init("event_count", isNumber: true) { .text("\($0.events)") },
                .init("last_event", sort: "last") { .text(call.format($0.lastAt)) },
            ], call))
}

/// One business transaction on a time line with a lane for each service.
struct ChainView: Codable, Sendable {
    struct Event: Codable, Sendable {
        let anchor: String
        /// `14:05:07.123` in the company's zone.
        let time: String
        /// Seconds since the first event, `+1.204 s`.
        let since: String
        let what: String
        let type: String
        let label: String
        let who: String?
        let causeLink: String?
        let causeText: String?
        let service: String
        let lane: String
        let isOA: Bool
        let isCRM: Bool
        let isERP: Bool
        let isPortal: Bool
    }
    let id: String
    let title: String
    let began: String
    let duration: String
    let count: Int
    /// What it consists of, and can be read.
    let documents: [ChainDocument]
    let hasDocuments: Bool
    let events: [Event]
    let others: [String]
    let hasOthers: Bool
}

/// `/chains/{id}`
func chainPage(_ path: ChainPath, _ call: Call) async throws -> ChainView {
    let chain = try await showChain(path, call)
    let documents = try documents(of: chain, call)
    let byID = Dictionary(chain.events.map { ($0.id, $0) }) { first, _ in first }
    let start = chain.events.first?.at ?? Date()
    let end = chain.events.last?.at ?? start
    return ChainView(
        id: chain.chain.text,
        title: chain.events.first { $0.label != nil }?.label ?? chain.chain.text,
        began: call.format(start), duration: secondsText(end.timeIntervalSince(start)), count: chain.events.count,
        documents: documents, hasDocuments: !documents.isEmpty,
        events: chain.events.map { eventView($0, byID, start, call) },
        others: chain.others.map { $0.text }, hasOthers: !chain.others.isEmpty)
}

private func eventView(
    _ event: Chain.Event, _ byID: [UUID: Chain.Event], _ start: Date, _ call: Call
) -> ChainView.Event {
    let cause = event.cause.flatMap { byID[$0] }
    return ChainView.Event(
        anchor: anchor(event.id), time: clock(event.at), since: "+" + secondsText(event.at.timeIntervalSince(start)),
        what: call.text("event_\(event.type)"), type: event.type, label: event.label ?? "",
        who: event.actorName, causeLink: cause.map { "#\(anchor($0.id))" },
        causeText: cause.map { call.text("event_\($0.type)") }, service: call.text("lane_\(event.publisher)"),
        lane: event.publisher, isOA: event.publisher == "oa", isCRM: event.publisher == "crm",
        isERP: event.publisher == "erp", isPortal: event.publisher == "portal")
}

private func anchor(_ id: UUID) -> String { "e-\(id.text)" }

private func secondsText(_ seconds: TimeInterval) -> String {
    let milliseconds = Int((max(0, seconds) * 1000).rounded())
    return "\(milliseconds / 1000).\(padded(milliseconds % 1000, 3)) s"
}

/// The time of day in the company's zone, to the millisecond.
private func clock(_ instant: Date) -> String {
    let milliseconds = Int((instant.timeIntervalSince1970 * 1000).rounded())
    let second = BusinessDate.local(Date(timeIntervalSince1970: Double(milliseconds) / 1000)).second
    let parts = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }
    return parts.joined(separator: ":") + "." + padded((milliseconds % 1000 + 1000) % 1000, 3)
}

private func padded(_ number: Int, _ width: Int) -> String {
    String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
}
