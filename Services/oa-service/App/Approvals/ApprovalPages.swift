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
                .init("approval_subject") { .link($0.subject, to: "/oa/approvals/\($0.approvalID)") },
                .init("approval_applicant") { .text($0.applicantName) },
                .init("approval_reason") { .text($0.reason) },
                .init("approval_amount", sort: "amount", isNumber: true) { .text(call.format($0.amount)) },
                .init("approval_opened", sort: "opened") { .text(call.format($0.openedAt)) },
            ],
            marks: RowMarks { $0.taskID.description }
                .offering("approvals_approve_marked", "/oa/api/approval-tasks/approve"), call))
}
