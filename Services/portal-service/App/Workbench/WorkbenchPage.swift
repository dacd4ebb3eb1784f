import Foundation
import Kernel
import ServiceRuntime

/// What a member of staff sees first: what waits for them, and what the company is doing.
struct WorkbenchView: Codable, Sendable {
    struct Task: Codable, Sendable {
        let title: String
        let subject: String
        let link: String
        let service: String
        let openedAt: String
        let isForRole: Bool
        let role: String
    }
    let name: String
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
    let chains = try await latestChains(10, call)
    let person = try call.signedIn()
    return WorkbenchView(
        name: call.name(person.name, person.nameZh),
        todos: todos.items.map { todo in
            WorkbenchView.Task(
                title: call.text(todo.titleKey.replacing(".", with: "_")), subject: todo.subject, link: todo.link,
                service: call.text("lane_\(todo.publisher)"), openedAt: call.format(todo.openedAt),
                isForRole: todo.assignee == nil, role: todo.role.map { call.text("role_\($0.rawValue)") } ?? "")
        },
        hasNoTodos: todos.items.isEmpty, todoCount: todos.items.count,
        nextLink: todos.next.map { "/workbench?cursor=\($0)" },
        chains: chains.map { ChainRow($0, call) }, hasNoChains: chains.isEmpty)
}
