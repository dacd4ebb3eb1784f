import Kernel
import ServiceRuntime

/// The entries as a document's page shows them.
/// - Parameter number: the document's own, which is not said again.
func history(_ entries: [TimelineEntry], of number: String, _ call: Call) -> [HistoryEntry] {
    entries.map { entry in
        HistoryEntry(
            at: entry.at, call.text("timeline.\(entry.kind)"), about: entry.number == number ? nil : entry.number,
            note: note(of: entry, call), amount: entry.amount.map { call.format($0) }, who: by(entry, call))
    }
}

/// Who it was: a colleague by name, a shopper without, and nobody where a service acted by itself.
private func by(_ entry: TimelineEntry, _ call: Call) -> String? {
    guard let actor = entry.actor, !["oa", "crm", "erp", "portal"].contains(actor) else { return nil }
    return actor.hasPrefix("shopper:") ? call.text("crm_shopper") : actor
}

/// What an entry says; states and days are said in the reader's language.
private func note(of entry: TimelineEntry, _ call: Call) -> String? {
    guard let detail = entry.detail else { return nil }
    switch entry.kind {
    case "crm.lead.changed", "crm.opportunity.stage":
        let parts = detail.split(separator: ":", maxSplits: 1)
        let state = call.text("state_\(parts.first ?? "")")
        return parts.count == 2 ? "\(state) ·\(parts[1])" : state
    case "erp.sales-order.planned": return BusinessDate(detail).map { call.format($0) } ?? detail
    case "oa.trip.undone", "crm.quote.approval-requested": return call.tell(Phrase(detail))
    case let kind where kind.hasPrefix("erp.sales-order."): return call.tell(Phrase(detail))
    default: return detail
    }
}
