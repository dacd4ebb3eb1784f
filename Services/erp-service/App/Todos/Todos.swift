import ERPEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// What ERP asks people to do.
enum Todo: String {
    case planOrder = "plan_order"
    case makeOrder = "make_order"
    case recordPayment = "record_payment"
    case shipOrder = "ship_order"
    case payBack = "pay_back"
    case releaseRevision = "release_revision"
    case buyMaterial = "buy_material"
    case tripDeclined = "trip_declined"

    var role: Role {
        switch self {
        case .planOrder, .makeOrder: .planner
        case .recordPayment, .payBack, .tripDeclined: .finance
        case .shipOrder, .buyMaterial: .warehouse
        case .releaseRevision: .engineer
        }
    }

    func id(_ document: UUID) -> UUID { UUID(namespaced: document, rawValue) }
}

extension EventTransaction {
    /// Opens a to-do unless it is open already.
    func open(
        _ todo: Todo, for document: UUID, subject: String, link: String, matter: Matter? = nil
    ) async throws {
        let id = todo.id(document)
        let opened = try await execute("insert into open_todo (todo_id) values (\(id)) on conflict do nothing")
        guard opened == 1 else { return }
        openTodo(
            ERP.self, id: id, role: todo.role, titleKey: "todo_\(todo.rawValue)", subject: subject, link: link,
            matter: matter)
    }

    /// Closes a to-do if it is open.
    func close(_ todo: Todo, for document: UUID) async throws { try await close(todo, for: [document]) }

    /// Closes those of the to-dos that are open.
    func close(_ todo: Todo, for documents: [UUID]) async throws {
        let closed: [UUID] = try await all(
            "delete from open_todo where todo_id = any(\(documents.map(todo.id))) returning todo_id")
        for id in closed { closeTodo(ERP.self, id) }
    }
}
