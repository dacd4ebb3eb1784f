import Foundation
import Kernel
import Postgres

/// A list as somebody wants to see it again.
struct ViewOfList: Codable, Sendable {
    let id: UUID
    let list: String
    let name: String
    /// The query of the list's page, without what turns its pages.
    let query: String
}

/// Keeps a list as it is shown now; one of the same name is replaced.
private struct SaveView: Codable, Sendable {
    var list: String
    var name: String
    var query: String?
}

private struct ViewPath: Codable, Sendable { var id: UUID }
private struct ViewList: Codable, Sendable { let views: [ViewOfList] }

/// How many views a person has of one list at most.
private let mostViews = 20

/// What staff do with their views of a service's lists.
public let savedViewRoutes: [Route] = [
    query("saved-views", "One's views of lists, by name", .staff) { (_: NoInput, call) in
        ViewList(views: try await savedViews(of: nil, call)?.all() ?? [])
    },
    command("saved-views", "Keep a list as it is narrowed and sorted, under a name", .staff, status: 201, save),
    command(.delete, "saved-views/{id}", "Forget a view of a list", .staff) { (input: ViewPath, call) in
        let person = try call.signedIn().id
        let gone = try await call.tx.execute(
            "delete from rt_saved_view where view_id = \(input.id) and person_id = \(person)")
        guard gone == 1 else { throw Problem.notFound("view", input.id) }
        return Done()
    },
]

/// The caller's views of a list, or of all; those who are not staff have none.
func savedViews(of list: String?, _ call: Call) -> AskedLater? {
    guard let person = call.person, person.kind == .staff else { return nil }
    return call.database.ask(
        later: """
            select view_id as id, list, name, query from rt_saved_view
            where person_id = \(person.id) and list = coalesce(\(list)::text, list) order by list, name limit 500
            """)
}

private func save(_ input: SaveView, _ call: CommandCall) async throws -> ViewOfList {
    let person = try call.signedIn().id
    guard ColumnCookie.isWord(input.list) else { throw Problem.invalid(field: "list", "must be a list's name") }
    let name = input.name.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...60).contains(name.count) else { throw Problem.invalid(field: "name", "must have 1 to 60 characters") }
    let view = ViewOfList(
        id: .timeOrdered(), list: input.list, name: name, query: try ListQuery.kept(of: input.query ?? ""))
    // Of two views saved at once neither may be one too many.
    try await call.tx.execute(
        "select pg_advisory_xact_lock(hashtextextended('views of ' || \(person)::text || ' ' || \(view.list)::text, 0))"
    )
    let others = try await call.tx.one(
        """
        select count(*) from rt_saved_view
        where person_id = \(person) and list = \(view.list) and name <> \(view.name)
        """, as: Int.self)
    guard others < mostViews else { throw Problem.conflict("a list has at most \(mostViews) views: forget one first") }
    return try await call.tx.one(
        """
        insert into rt_saved_view (view_id, person_id, list, name, query)
        values (\(view.id), \(person), \(view.list), \(view.name), \(view.query))
        on conflict (person_id, list, name) do update set query = excluded.query, saved_at = now()
        returning view_id as id, list, name, query
        """)
}
