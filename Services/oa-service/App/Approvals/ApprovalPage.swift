import EventContracts
import Foundation
import Kernel
import OADomain
import OAEvents
import Postgres
import ServiceRuntime

/// An approval: what is asked, how it went so far, and what the reader can do now.
func approvalPage(_ input: ApprovalPath, _ call: Call) async throws -> DocumentPage {
    let (approval, person) = (try await approvalDetails(input, call), try call.signedIn())
    let history = try await call.history(
        of: [approval.id.rawValue], since: approval.openedAt, staff: "staff", number: approval.subject,
        askers: [ApprovalOpened.type: approval.applicantName])
    return DocumentPage(
        DocumentView(
            "approval_title", list: "/oa/approvals", number: call.named(approval.subject, of: approval.subjectType),
            subject: [
                approval.applicantName, approval.matter.flatMap { call.whomAndWhen($0) }, call.format(approval.amount),
            ].compactMap(\.self).joined(separator: " · "),
            badges: [Badge(approval.state, call)],
            notices: [DocumentNotice(takenBack(approval, call), colour: "info")],
            actions: actions(approval, person),
            waiting: approval.state == .open ? "approval_waits" : "approval_is_over",
            facts: [
                DocumentFact("approval_applicant", approval.applicantName),
                DocumentFact("approval_for", approval.matter?.party),
                DocumentFact("approval_days", approval.matter.flatMap { call.days(of: $0) }),
                DocumentFact("approval_amount", call.format(approval.amount)),
                DocumentFact("approval_reason", call.why(approval.matter, or: approval.reason)),
                DocumentFact("approval_rule", approval.rule(call)),
                DocumentFact("approval_opened", call.format(approval.openedAt)),
            ],
            tables: [approval.course(call)],
            related: [
                RelatedDocument(
                    "approval_subject", approval.subject, link: approval.subjectLink(for: person))
            ],
            history: history, chain: call.chain(approval.chain, with: history), call))
}

private func actions(_ approval: ApprovalDetails, _ person: Person) -> [DocumentAction?] {
    let task = approval.task(of: person).map { "/oa/api/approval-tasks/\($0.id)" }
    let path = "/oa/api/approvals/\(approval.id)"
    return [
        task.map {
            .form("approval_approve", to: "\($0)/approve", weight: .primary, [.area("comment", "approval_comment")])
        },
        task.map {
            .form(
                "approval_reject", to: "\($0)/reject", weight: .danger,
                [.area("comment", "approval_why_not", isRequired: true)])
        },
        .form("approval_remark_add", to: "\(path)/comments", [.text("text", "approval_remark", isRequired: true)]),
        person.staffID == approval.applicantID && approval.state == .open
            ? .form("approval_withdraw", to: "\(path)/withdraw", weight: .danger) : nil,
    ]
}

private func takenBack(_ approval: ApprovalDetails, _ call: Call) -> String? {
    approval.withdrawal.map {
        [call.text("approval_\($0.rawValue)"), approval.replacedBy].compactMap(\.self).joined(separator: " ")
    }
}

/// The page of what is to be approved, for who may open that: a trip for all who are asked, a quote for the front office.
func subjectLink(_ link: String, of subjectType: String, for person: Person) -> String? {
    subjectType == Subject.trip || Access.frontOffice.admits(person) ? link : nil
}

extension ApprovalDetails {
    /// The person's own task, when its turn has come.
    func task(of person: Person) -> Task? {
        tasks.first { $0.assigneeID == person.staffID && $0.state == .open && $0.isTurn }
    }

    /// Whether the person may open it.
    func isRead(by person: Person) -> Bool {
        person.has(.administrator) || applicantID == person.staffID
            || tasks.contains { $0.assigneeID == person.staffID }
    }

    /// The page of what it is about, for who may open that.
    func subjectLink(for person: Person) -> String? { OAApp.subjectLink(link, of: subjectType, for: person) }

    /// How it went: who was asked, what they said, and the remarks. Shown on it and on its document.
    func course(_ call: some Calling) -> DocumentTable? {
        let answers: [[DocumentTable.Cell]] = tasks.map { task in
            [
                .text(task.assigneeName), .badge(Badge(task.state, call)),
                .text(task.comment, note: task.decidedAt.map(call.format)),
            ]
        }
        let remarks: [[DocumentTable.Cell]] = comments.map { remark in
            [
                .text(remark.author), .text(call.text("approval_remark")),
                .text(remark.text, note: call.format(remark.writtenAt)),
            ]
        }
        return DocumentTable(
            "course", "approval_course",
            [
                .init(call.text("approval_who")), .init(call.text("approval_answer")),
                .init(call.text("approval_comment")),
            ],
            answers + remarks)
    }
}
