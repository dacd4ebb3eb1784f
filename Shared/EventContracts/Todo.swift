import Foundation
import JSONSchema
import Kernel

/// Something that waits for a person: a row in the one inbox of the portal. Every service publishes its own kind.
public struct TodoOpened<Service: Publisher>: Event {
    public static var type: String { "\(Service.name).todo.opened" }
    public static var summary: String { "A task waits for a person or for anyone of a role." }
    public var todoID: UUID
    /// The staff member it waits for; nil when anyone of the role may do it.
    public var assignee: StaffID?
    public var role: Role?
    /// The key of its title in the language catalogues, such as `todo.approve_trip`.
    public var titleKey: String
    /// The document's number or name, shown beside the title.
    public var subject: String
    /// The page where it is done, as a path behind the gateway.
    public var link: String
    /// What it is about, so that people know without opening it; nil where the subject says all.
    public var matter: Matter?

    public init(
        todoID: UUID, assignee: StaffID? = nil, role: Role? = nil, titleKey: String, subject: String, link: String,
        matter: Matter? = nil
    ) {
        self.todoID = todoID
        self.assignee = assignee
        self.role = role
        self.titleKey = titleKey
        self.subject = subject
        self.link = link
        self.matter = matter
    }
    public var aggregate: UUID { todoID }
    public var label: String? { subject }
}

/// The task is done or no longer needed.
public struct TodoClosed<Service: Publisher>: Event {
    public static var type: String { "\(Service.name).todo.closed" }
    public static var summary: String { "A task was done or is no longer needed." }
    public var todoID: UUID

    public init(todoID: UUID) { self.todoID = todoID }
    public var aggregate: UUID { todoID }
}
