import EventContracts
import Foundation
import Kernel
import OADomain
import Postgres
import ServiceRuntime

/// Which of one's tasks; all when no subject is named.
struct TaskQuery: PageRequest, Codable, Sendable {
    /// Only the tasks about this document.
    var subjectID: UUID?
    /// A part of the number, of whom it is for or of the reason.
    var q: String?
    var sort: Sorting<TaskField>?
    var cursor: String?
    var limit: Int?
}

enum TaskField: String, SortField {
    case opened, amount

    var column: SQL? { self == .amount ? "approval.amount" : nil }
}

/// A task that waits for one's answer.
struct TaskItem: Codable, Sendable {
    var taskID: TaskID
    var approvalID: ApprovalID
    var subjectType: String
    var subjectID: UUID
    var subject: String
    var link: String
    var applicantID: StaffID
    var applicantName: String
    var reason: String
    var amount: Money
    /// What it is about: whom it is for, when, why.
    var matter: Matter?
    var openedAt: Date
}

/// The tasks that wait for one's answer, oldest first.
func listTasks(_ input: TaskQuery, _ call: Call) async throws -> Paged<TaskItem> {
    let order = input.sort ?? .ascending(.opened)
    let wanted = SQL.all(
        input.subjectID.map { "subject_id = \($0)" }, .holds(input.q, "subject", "reason", "matter ->> 'party'"),
        order.after(
            try input.last(TaskID.self), in: "approval_task join approval using (approval_id)",
            id: "approval_task.task_id"))
    let rows: [TaskItem] = try await call.database.all(
        """
        select task_id, approval_id, subject_type, subject_id, subject, link, applicant_id,
            \(call.nameColumn(of: "staff")) as applicant_name, reason, amount, matter,
            opened_at
        from approval_task join approval_step using (approval_id, step) join approval using (approval_id)
        join staff on staff.staff_id = applicant_id
        where assignee_id = \(try call.signedIn().staffID) and approval_task.state = 'open'
            and approval_step.state = 'open' and \(wanted)
        order by \(order.clause(id: "approval_task.task_id")) limit \(input.rowLimit)
        """)
    return Paged(rows, input) { [$0.taskID.description] }
}

/// An approval with its course and what was said.
struct ApprovalDetails: Codable, Sendable {
    struct Task: Codable, Sendable {
        var id: TaskID
        var step: Int
        var assigneeID: StaffID
        var assigneeName: String
        var state: TaskState
        /// Whether the step's turn has come.
        var isTurn: Bool
        var comment: String?
        var decidedAt: Date?
    }
    struct Comment: Codable, Sendable { var author: String, text: String, writtenAt: Date }

    var id: ApprovalID
    var state: ApprovalState
    var subjectType: String
    var subjectID: UUID
    var subject: String
    var link: String
    var applicantID: StaffID
    var applicantName: String
    var reason: String
    var amount: Money
    var matter: Matter?
    /// From which amount on as many superiors are asked; nil where the nearest alone is.
    var ruleFrom: Money?
    /// How many superiors the rule asks; none where there is no superior; nil of what began before it was kept.
    var ruleLevels: Int?
    var chain: UUID
    var decidedByName: String?
    var decision: String?
    /// Why the service that asked took it back.
    var withdrawal: ApprovalWithdrawal?
    var replacedBy: String?
    var openedAt: Date
    var decidedAt: Date?
    var tasks: [Task]
    var comments: [Comment]
}

/// An approval. 404 also when the person has no part in it.
func approvalDetails(_ input: ApprovalPath, _ call: Call) async throws -> ApprovalDetails {
    let person = try call.signedIn()
    guard try await mayRead(input.id, person, call.database) else { throw Problem.notFound("approval", input.id) }
    return try await readApproval(input.id, call)
}

/// An approval, for readers who may see it or the document it is about.
func readApproval(_ id: ApprovalID, _ call: Call) async throws -> ApprovalDetails {
    let details: ApprovalDetails? = try await call.database.first(
        """
        select approval_id as id, approval.state, subject_type, subject_id, subject, link, applicant_id,
            \(call.nameColumn(of: "applicant")) as applicant_name, reason, amount, matter,
            rule_from, rule_levels, chain,
            \(call.nameColumn(of: "decider")) as decided_by_name, decision,
            withdrawal, replaced_by, opened_at, decided_at,
            coalesce((
                select jsonb_agg(jsonb_build_object(
                    'id', task_id, 'step', t.step, 'assigneeID', assignee_id, 'assigneeName', \(call.nameColumn(of: "s")),
                    'state', t.state, 'isTurn', st.state = 'open', 'comment', comment, 'decidedAt', t.decided_at)
                    order by t.step, place)
                from approval_task t join approval_step st using (approval_id, step)
                join staff s on s.staff_id = assignee_id
                where t.approval_id = approval.approval_id), '[]') as tasks,
            coalesce((
                select jsonb_agg(jsonb_build_object('author', \(call.nameColumn(of: "s")), 'text', text, 'writtenAt', written_at)
                    order by comment_id)
                from approval_comment c join staff s on s.staff_id = author_id
                where c.approval_id = approval.approval_id), '[]') as comments
        from approval join staff applicant on applicant.staff_id = applicant_id
        left join staff decider on decider.staff_id = decided_by
        where approval_id = \(id)
        """)
    guard let details else { throw Problem.notFound("approval", id) }
    return details
}
