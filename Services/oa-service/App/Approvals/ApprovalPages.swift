import EventContracts
import Foundation
import Kernel
import OADomain
import ServiceRuntime

/// The inbox: what waits for one's answer.
struct ApprovalsView: ShowsTable, Codable, Sendable {
    let table: DataTable
}

func approvalsPage(_ input: TaskQuery, _ call: Call) async throws -> ApprovalsView {
    ApprovalsView(
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

/// An approval: what is asked, how it went so far, and what the reader can do now.
struct ApprovalView: Codable, Sendable {
    var approvalID: String, subject: String, subjectLink: String
    var state: Badge
    var applicant: String, reason: String, amount: String, opened: String
    var chainLink: String
    /// Why there is nothing to decide any more.
    var takenBack: String?
    /// The reader's own open task.
    var myTask: String?
    var mayWithdraw: Bool
    var course: CourseView
}

func approvalPage(_ input: ApprovalPath, _ call: Call) async throws -> ApprovalView {
    let approval = try await approvalDetails(input, call)
    let me = try call.signedIn().staffID
    let mine = approval.tasks.first { $0.assigneeID == me && $0.state == .open && $0.isTurn }
    return ApprovalView(
        approvalID: approval.id.description, subject: approval.subject, subjectLink: approval.link,
        state: Badge(approval.state, call), applicant: approval.applicantName, reason: approval.reason,
        amount: call.format(approval.amount), opened: call.format(approval.openedAt),
        chainLink: chainLink(approval.chain), takenBack: takenBack(approval, call), myTask: mine?.id.description,
        mayWithdraw: me == approval.applicantID && approval.state == .open, course: CourseView(approval, call))
}

private func takenBack(_ approval: ApprovalDetails, _ call: Call) -> String? {
    approval.withdrawal.map {
        [call.text("approval_\($0.rawValue)"), approval.replacedBy].compactMap(\.self).joined(separator: " ")
    }
}

/// How an approval went: who was asked, what they said, and the remarks. Shown on the approval and on its document.
struct CourseView: Codable, Sendable {
    struct Task: Codable, Sendable {
        var step: Int, approver: String
        var answer: Badge
        var comment: String?
        var when: String?
    }
    struct Remark: Codable, Sendable { var author: String, text: String, written: String }
    var tasks: [Task]
    var remarks: [Remark]
    var approvalLink: String

    init(_ approval: ApprovalDetails, _ call: some Calling) {
        tasks = approval.tasks.map { task in
            Task(
                step: task.step, approver: task.assigneeName, answer: Badge(task.state, call), comment: task.comment,
                when: task.decidedAt.map(call.format))
        }
        remarks = approval.comments.map {
            Remark(author: $0.author, text: $0.text, written: call.format($0.writtenAt))
        }
        approvalLink = "/oa/approvals/\(approval.id)"
    }
}

/// The course of an approval, for the page of the document it is about.
func courseView(of id: ApprovalID, _ call: Call) async throws -> CourseView {
    CourseView(try await readApproval(id, call), call)
}
