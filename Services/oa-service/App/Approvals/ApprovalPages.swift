import EventContracts
import Foundation
import Kernel
import OADomain
import ServiceRuntime

/// What waits for one's answer, or what one answered.
struct ApprovalsView: ShowsTable, Codable, Sendable {
    let isDecided: Bool
    let table: DataTable
}

func approvalsPage(_ input: TaskQuery, _ call: Call) async throws -> ApprovalsView {
    ApprovalsView(
        isDecided: false,
        table: DataTable(
            try await call.listed("approvals", input, listTasks), sorted: (input.sort ?? .ascending(.opened)).word,
            filters: [.text("action_search")], empty: "approvals_empty",
            columns: [
                .init("approval_subject") { task in
                    .link(call.named(task.subject, of: task.subjectType), to: "/oa/approvals/\(task.approvalID)")
                },
                .init("approval_applicant") { .text($0.applicantName) },
                .init("approval_whom") { .text($0.matter.flatMap { call.whomAndWhen($0) }) },
                .init("approval_reason") { .text(call.why($0.matter, or: $0.reason)) },
                .init("approval_amount", sort: "amount", isNumber: true) { .text(call.format($0.amount)) },
                .init("approval_opened", sort: "opened") { .text(call.format($0.openedAt)) },
            ],
            marks: RowMarks { $0.taskID.description }
                .offering("approvals_approve_marked", "/oa/api/approval-tasks/approve"), call))
}
