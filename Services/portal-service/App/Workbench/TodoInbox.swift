import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A task waits: it comes into the inbox, from whichever service.
func openTodo<P: Publisher>(_ incoming: Incoming<TodoOpened<P>>, _ tx: EventTransaction) async throws {
    let todo = incoming.event
    tx.write(
        """
        insert into todo (todo_id, publisher, assignee, role, title_key, subject, link, matter, opened_at)
        values (\(todo.todoID), \(P.name), \(todo.assignee), \(todo.role), \(todo.titleKey), \(todo.subject),
            \(todo.link), \(try todo.matter.map(JSONB.init)), \(incoming.envelope.time))
        on conflict (todo_id) do update set
            assignee = excluded.assignee, role = excluded.role, title_key = excluded.title_key,
            subject = excluded.subject, link = excluded.link, matter = excluded.matter, opened_at = excluded.opened_at,
            closed_at = null
        """)
}

/// The task is done: it leaves the inbox.
func closeTodo<P: Publisher>(_ incoming: Incoming<TodoClosed<P>>, _ tx: EventTransaction) async throws {
    tx.write(
        """
        update todo set closed_at = \(incoming.envelope.time), matter = null
        where todo_id = \(incoming.event.todoID) and closed_at is null
        """)
}

/// A task that waits for the caller or for anyone of a role of the caller's.
struct Todo: Codable, Sendable {
    let id: UUID
    let publisher: String
    let assignee: StaffID?
    let role: Role?
    /// The key of the title in the language catalogues.
    let titleKey: String
    let subject: String
    let link: String
    /// What it is about, with the name of who asks.
    let matter: Matter?
    let askerName: String?
    let openedAt: Date
}

/// With which the page before ended.
private func lastTodo(_ page: PageQuery) throws -> (openedAt: Date, id: UUID)? {
    try page.position().map { parts in
        guard parts.count == 2, let openedAt = WireJSON.parseInstant(parts[0]), let id = UUID(uuidString: parts[1])
        else { throw Problem.invalid(field: "cursor", "must be the next of a page before") }
        return (openedAt, id)
    }
}

/// `GET todos`: mine, the newest first. Administrators see what waits for any role.
func listTodos(_ page: PageQuery, _ call: Call) async throws -> Paged<Todo> {
    let last = try lastTodo(page)
    let rows: [Todo] = try await call.database.all(
        """
        select todo_id as id, publisher, assignee, role, title_key, subject, link, matter,
            \(call.nameColumn(of: "staff_name")) as asker_name, opened_at
        from todo left join staff_name on staff_name.staff_id = (matter ->> 'asker')::uuid
        where \(try isForCaller(call))
          and (\(last?.openedAt)::timestamptz is null
               or (date_trunc('milliseconds', opened_at), todo_id)
                  < (\(last?.openedAt)::timestamptz, \(last?.id)::uuid))
        order by date_trunc('milliseconds', opened_at) desc, todo_id desc limit \(page.rowLimit)
        """)
    return Paged(rows, page) { [WireJSON.instantText($0.openedAt), $0.id.text] }
}

struct TodoCount: Codable, Sendable {
    let count: Int
}

/// `GET todos/count`: the number on the bell of every page.
func countTodos(_ input: NoInput, _ call: Call) async throws -> TodoCount {
    TodoCount(count: try await call.database.one("select count(*) from todo where \(try isForCaller(call))"))
}

private func isForCaller(_ call: Call) throws -> SQL {
    let person = try call.signedIn()
    let roles = person.roles.contains(.administrator) ? Role.allCases : Array(person.roles)
    return "closed_at is null and (assignee = \(person.staffID) or role = any(\(roles)))"
}
