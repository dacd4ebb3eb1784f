import Kernel
import Messaging
import OADomain
import OAEvents
import Postgres
import ServiceRuntime

/// Opens an approval along the course, tells the others, and puts it before the people of the first step.
func openApproval(
    of subject: Subject, applicant: StaffID, course: [PlannedStep], by rule: ApprovalRule, _ tx: EventTransaction
) async throws -> Approval {
    let approval = try Approval(applicantID: applicant, course: course)
    tx.write(
        """
        insert into approval (approval_id, chain, subject_type, subject_id, subject, link, applicant_id, reason, amount,
            matter, rule_from, rule_levels, content_hash, request_id, state)
        values (\(approval.id), \(tx.chain), \(subject.type), \(subject.id), \(subject.title), \(subject.link),
            \(applicant), \(subject.reason), \(subject.amount), \(try subject.matter.map(JSONB.init)), \(rule.fromAmount),
            \(rule.levels), \(subject.contentHash), \(subject.requestID), \(approval.state))
        """)
    for step in approval.steps {
        try await insert(step, of: approval.id, tx)
        for (place, task) in step.tasks.enumerated() {
            try await insert(task, place: place + 1, step: step.number, of: approval.id, tx)
        }
    }
    tx.emit(
        ApprovalOpened(
            approvalID: approval.id, subjectType: subject.type, subjectID: subject.id, subject: subject.title,
            applicantID: applicant))
    for task in approval.openTasks { openTodo(for: task, of: approval.id, subject, tx) }
    return approval
}

/// Puts a task into its assignee's inbox.
func openTodo(for task: ApprovalTask, of approval: ApprovalID, _ subject: Subject, _ tx: EventTransaction) {
    tx.openTodo(
        OA.self, id: task.id.rawValue, assignee: task.assignee, titleKey: subject.titleKey, subject: subject.title,
        link: "/oa/approvals/\(approval)", matter: subject.matter)
}

private func insert(_ step: ApprovalStep, of approval: ApprovalID, _ tx: EventTransaction) async throws {
    let (rule, percent) = step.rule.columns
    tx.write(
        """
        insert into approval_step (approval_id, step, rule, percent, state)
        values (\(approval), \(step.number), \(rule), \(percent), \(step.state))
        """)
}

private func insert(
    _ task: ApprovalTask, place: Int, step: Int, of approval: ApprovalID, _ tx: EventTransaction
) async throws {
    tx.write(
        """
        insert into approval_task (task_id, approval_id, step, place, owner_id, assignee_id, parent_id, state)
        values (\(task.id), \(approval), \(step), \(place), \(task.owner), \(task.assignee), \(task.parent),
            \(task.state))
        """)
}

extension StepRule {
    /// The rule as its two columns.
    var columns: (rule: String, percent: Int?) {
        switch self {
        case .any: ("any", nil)
        case .countersign(let percent): ("countersign", percent)
        }
    }
    init(rule: String, percent: Int?) {
        self = rule == "any" ? .any : .countersign(percent: percent ?? 100)
    }
}
