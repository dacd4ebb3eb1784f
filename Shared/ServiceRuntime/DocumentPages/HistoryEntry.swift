import Foundation
import Kernel
import Messaging
import Postgres

/// One thing that happened to a document, and who did it when.
public struct HistoryEntry: Sendable {
    let at: Date
    let text: String
    let about: String?
    let note: String?
    let amount: String?
    /// `staff:` or `shopper:` and the id, or the name of a service that acted by itself.
    let actor: String?
    let who: String?

    /// - Parameters:
    ///   - text: what happened, in the reader's words.
    ///   - about: the number of what it happened to, where that is another document.
    ///   - who: the actor's name; nil where nobody knows it or a service acted by itself.
    public init(
        at: Date, _ text: String, about: String? = nil, note: String? = nil, amount: String? = nil,
        actor: String? = nil, who: String? = nil
    ) {
        (self.at, self.text, self.about, self.note) = (at, text, about, note)
        (self.amount, self.actor, self.who) = (amount, actor, who)
    }

    struct View: Codable, Sendable {
        let historyAt: String
        let historyText: String
        let historyAbout: String?
        let historyNote: String?
        let historyAmount: String?
        let historyWho: String
    }

    func view(_ call: some Calling) -> View {
        View(
            historyAt: call.format(at), historyText: text, historyAbout: about, historyNote: note,
            historyAmount: amount, historyWho: who ?? call.text("document_by_itself"))
    }
}

extension Call {
    /// What this service told of its documents, in the order in which it did; `history.<type of the event>` are its words.
    ///
    /// - Parameters:
    ///   - documents: the aggregates of the events.
    ///   - since: when the first of them was made.
    ///   - staff: the table with the names of staff: `staff_id`, `name`, `name_zh`.
    ///   - number: the document's own, which is not said again.
    ///   - types: the only types wanted; all when nil.
    ///   - askers: by the type of an event the name of who asked for it, where it came through another service.
    public func history(
        of documents: [UUID], since: Date, staff: SQL, number: String, only types: [String]? = nil,
        askers: [String: String] = [:]
    ) async throws -> [HistoryEntry] {
        let told = try await service.messaging.told(of: documents, since: since).filter { event in
            types?.contains(event.type) ?? true
        }
        struct Name: Decodable, Sendable { let actor: String, name: String }
        let actors = Set(told.compactMap(\.actor)).filter { $0.hasPrefix("staff:") }.map { String($0.dropFirst(6)) }
        let rows: [Name] =
            actors.isEmpty
            ? []
            : try await database.all(
                """
                select 'staff:' || staff_id as actor, \(nameColumn(of: staff)) as name from \(staff)
                where staff_id = any(\(actors)::uuid[])
                """)
        let names = Dictionary(rows.map { ($0.actor, $0.name) }) { first, _ in first }
        return told.map { event in
            let isShopper = event.actor?.hasPrefix("shopper:") ?? false
            return HistoryEntry(
                at: event.at, text("history.\(event.type)"), about: event.label == number ? nil : event.label,
                actor: event.actor,
                who: isShopper ? text("document_shopper") : event.actor.flatMap { names[$0] } ?? askers[event.type])
        }
    }
}
