import EventContracts
import Foundation
import Kernel
import OADomain
import Postgres
import ServiceRuntime

/// Which of the answers that one gave.
struct DecidedQuery: PageRequest, Codable, Sendable {
    /// A part of what it was about.
    var q: String?
    /// What one answered.
    var answer: Answer?
    /// The days on which one did.
    var from: BusinessDate?
    var to: BusinessDate?
    var sort: Sorting<DecidedField>?
    var cursor: String?
    var limit: Int?

    enum Answer: String, Codable, Sendable, CaseIterable { case approved, rejected }
}

enum DecidedField: String, SortField {
    case decided, amount

    var column: SQL? {
        switch self {
        case .decided: "approval_task.decided_at"
        case .amount: "approval.amount"
        }
    }
}

/// An answer that one gave, and what came of it.
struct DecidedTask: Codable, Sendable {
    var taskID: TaskID
    var approvalID: ApprovalID
    var subjectType: String
    var subject: String
    var link: String
    var applicantName: String
    var reason: String
    var amount: Money
    var matter: Matter?
    var answer: TaskState
    var comment: String?
    var decidedAt: Date
    /// Where the approval stands now.
    var outcome: ApprovalState
}

/// The answers that one gave, the latest first.
func listDecided(_ input: DecidedQuery, _ call: Call) async throws -> Paged<DecidedTask> {
    let order = input.sort ?? .descending(.decided)
    let wanted = SQL.all(
        .holds(input.q, "subject", "reason", "matter ->> 'party'"),
        input.answer.map { "approval_task.state = \($0.rawValue)" },
        .instant("approval_task.decided_at", from: input.from, to: input.to),
        order.after(
            try input.last(TaskID.self), in: "approval_task join approval using (approval_id)",
            id: "approval_task.task_id"))
    let rows: [DecidedTask] = try await call.database.all(
        """
        select task_id, approval_id, subject_type, subject, link, \(call.nameColumn(of: "staff")) as applicant_name,
            reason, amount, matter, approval_task.state as answer, comment, approval_task.decided_at, approval.state as outcome
        from approval_task join approval using (approval_id) join staff on staff.staff_id = applicant_id
        where assignee_id = \(try call.signedIn().staffID) and approval_task.state in ('approved', 'rejected')
            and \(wanted)
        order by \(order.clause(id: "approval_task.task_id")) limit \(input.rowLimit)
        """)
    return Paged(rows, input) { [$0.taskID.description] }
}

/// `/oa/approvals/decided`
func decidedPage(_ input: DecidedQuery, _ call: Call) async throws -> ApprovalsView {
    let person = try call.signedIn()
    return ApprovalsView(
        isDecided: true,
        table: DataTable(
            try await call.listed("approvals-decided", input, listDecided),
            sorted: (input.sort ?? .descending(.decided)).word,
            filters: [
                .text("action_search"),
                .choice(
                    "answer", "approval_answer",
                    DecidedQuery.Answer.allCases.map {
                        Choice(value: $0.rawValue, label: call.text("state_\($0.rawValue)"))
                    }), .day("from", "field_from"), .day("to", "field_to"),
            ], empty: "approvals_decided_empty",
            columns: [
                .init("approval_subject") { decided in
                    let link = subjectLink(decided.link, of: decided.subjectType, for: person)
                    let name = call.named(decided.subject, of: decided.subjectType)
                    return link.map { .link(name, to: $0) } ?? .text(name)
                },
                .init("approval_applicant") { .text($0.applicantName) },
                .init("approval_whom") { .text($0.matter.flatMap { call.whomAndWhen($0) }) },
                .init("approval_reason") { .text(call.why($0.matter, or: $0.reason)) },
                .init("approval_amount", sort: "amount", isNumber: true) { .text(call.format($0.amount)) },
                .init("approval_answer") { .badge(Badge($0.answer, call)) },
                .init("approval_comment") { .text($0.comment) },
                .init("approval_decided", sort: "decided") {
                    .link(call.format($0.decidedAt), to: "/oa/approvals/\($0.approvalID)")
                },
                .init("approval_outcome") { .badge(Badge($0.outcome, call)) },
            ], call))
}
