import EventContracts
import Foundation
import Kernel
import Messaging
import OADomain
import Postgres
import ServiceRuntime

/// An approval whose row this transaction holds locked, with what it is about.
struct LockedApproval: Sendable {
    let subject: Subject
    let chain: UUID
    /// As it was found.
    let found: Approval
    /// As it is to be stored.
    var approval: Approval

    /// Locks and reads an approval, and continues its chain. Throws a 404 problem when there is none.
    static func lock(_ id: ApprovalID, _ tx: EventTransaction) async throws -> LockedApproval {
        let row: ApprovalRow? = try await tx.first(
            """
            select applicant_id, state, decided_by, chain, subject_type, subject_id, subject, link, reason, amount,
                matter, content_hash, request_id
            from approval where approval_id = \(id) for no key update
            """)
        guard let row else { throw Problem.notFound("approval", id) }
        tx.join(chain: row.chain)
        let approval = Approval(
            stored: id, applicantID: row.applicantID, state: row.state, steps: try await steps(of: id, tx),
            decidedBy: row.decidedBy)
        return LockedApproval(subject: row.asSubject, chain: row.chain, found: approval, approval: approval)
    }

    /// Locks the approval that a task belongs to. Throws when there is no such task.
    static func lock(holding task: TaskID, _ tx: EventTransaction) async throws -> LockedApproval {
        let id: ApprovalID? = try await tx.first("select approval_id from approval_task where task_id = \(task)")
        guard let id else { throw ApprovalError.noSuchTask }
        return try await lock(id, tx)
    }

    /// The steps of an approval with their tasks, in order.
    static func steps(of id: ApprovalID, _ database: some PostgresExecutor) async throws -> [ApprovalStep] {
        let tasks: [TaskRow] = try await database.all(
            """
            select task_id, step, owner_id, assignee_id, parent_id, state, comment from approval_task
            where approval_id = \(id) order by step, place
            """)
        let steps: [StepRow] = try await database.all(
            "select step, rule, percent, state from approval_step where approval_id = \(id) order by step")
        return steps.map { step in
            ApprovalStep(
                number: step.step, rule: StepRule(rule: step.rule, percent: step.percent), state: step.state,
                tasks: tasks.filter { $0.step == step.step }.map(\.asTask))
        }
    }
}

private struct ApprovalRow: Decodable, Sendable {
    var applicantID: StaffID
    var state: ApprovalState
    var decidedBy: StaffID?
    var chain: UUID
    var subjectType: String
    var subjectID: UUID
    var subject: String
    var link: String
    var reason: String
    var amount: Money
    var matter: Matter?
    var contentHash: String?
    var requestID: UUID?

    var asSubject: Subject {
        Subject(
            type: subjectType, id: subjectID, title: subject, link: link, reason: reason, amount: amount,
            matter: matter, contentHash: contentHash, requestID: requestID)
    }
}

private struct StepRow: Decodable, Sendable {
    var step: Int
    var rule: String
    var percent: Int?
    var state: StepState
}

private struct TaskRow: Decodable, Sendable {
    var taskID: TaskID
    var step: Int
    var ownerID: StaffID
    var assigneeID: StaffID
    var parentID: TaskID?
    var state: TaskState
    var comment: String?

    var asTask: ApprovalTask {
        ApprovalTask(
            id: taskID, owner: ownerID, assignee: assigneeID, parent: parentID, state: state, comment: comment)
    }
}
