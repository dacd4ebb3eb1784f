import Foundation
import Kernel
import ServiceRuntime

/// What a member of staff sees first: what waits for them, and what the company is doing.
struct WorkbenchView: Codable, Sendable {
    struct Task: Codable, Sendable {
        let title: String
        let subject: String
        /// What it is about, in one line.
        var gist: String?
        let link: String
        let service: String
        let openedAt: String
        let isForRole: Bool
        let role: String
        /// How often the same is said, where it is more than once.
        var times: Int?
    }
    /// What people begin most.
    struct Beginning: Codable, Sendable {
        let text: String
        let link: String
        let icon: String
    }
    let name: String
    let beginnings: [Beginning]
    let todos: [Task]
    let hasNoTodos: Bool
    let todoCount: Int
    let nextLink: String?
    let chains: [ChainRow]
    let hasNoChains: Bool
}

/// `/workbench`
func workbenchPage(_ query: PageQuery, _ call: Call) async throws -> WorkbenchView {
    let todos = try await listTodos(query, call)
    let chains = try await listChains(ChainQuery(limit: 10), call).items
    let gists = try await gists(of: chains.map(\.chain), call)
    let person = try call.signedIn()
    return WorkbenchView(
        name: call.name(person.name, person.nameZh),
        beginnings: Navigation.beginnings.filter { $0.access.admits(person) }.map {
            WorkbenchView.Beginning(text: call.text($0.key), link: $0.path, icon: $0.icon)
        },
        todos: tasks(todos.items, call),
        hasNoTodos: todos.items.isEmpty, todoCount: todos.items.count,
        nextLink: todos.next.map { "/workbench?cursor=\($0)" },
        chains: chains.map { ChainRow($0, gists[$0.chain], call) }, hasNoChains: chains.isEmpty)
}

/// The same said several times in a row is said once.
private func tasks(_ todos: [Todo], _ call: Call) -> [WorkbenchView.Task] {
    todos.reduce(into: []) { tasks, todo in
        let task = WorkbenchView.Task(
            title: call.text(todo.titleKey.replacing(".", with: "_")), subject: todo.subject,
            gist: todo.matter.flatMap { call.tell($0, asker: todo.askerName) }, link: todo.link,
            service: call.text("lane_\(todo.publisher)"), openedAt: call.format(todo.openedAt),
            isForRole: todo.assignee == nil, role: todo.role.map { call.text("role_\($0.rawValue)") } ?? "")
        if let last = tasks.last, (last.title, last.subject, last.link) == (task.title, task.subject, task.link) {
            tasks[tasks.count - 1].times = (last.times ?? 1) + 1
        } else {
            tasks.append(task)
        }
    }
}
