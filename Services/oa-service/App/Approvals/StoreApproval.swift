import EventContracts
import Kernel
import Messaging
import OADomain
import OAEvents
import Postgres
import ServiceRuntime

extension LockedApproval {
    /// Stores what changed, moves the to-dos accordingly, and, when the approval ended, tells the service that asked.
    func store(
        decision comment: String?, withdrawal: Withdrawal? = nil, _ tx: EventTransaction
    ) async throws {
        try await storeTasks(tx)
        for (was, step) in zip(found.steps, approval.steps) where was.state != step.state {
            try await tx.execute(
                """
                update approval_step set state = \(step.state)
                where approval_id = \(approval.id) and step = \(step.number)
                """)
        }
        moveTodos(tx)
        if let outcome = approval.state.outcome { try await storeEnd(outcome, comment, withdrawal, tx) }
    }

    /// A task is answered only while it is open: whoever comes second changes nothing.
    private func storeTasks(_ tx: EventTransaction) async throws {
        for (was, task) in zip(found.steps.flatMap(\.tasks), approval.steps.flatMap(\.tasks)) where was != task {
            let changed = try await tx.execute(
                """
                update approval_task set state = \(task.state), comment = \(task.comment), decided_at = now()
                where task_id = \(task.id) and state = 'open'
                """)
            guard changed == 1 else { throw ApprovalError.alreadyDecided }
        }
    }

    private func moveTodos(_ tx: EventTransaction) {
        let (before, after) = (Set(found.openTasks.map(\.id)), Set(approval.openTasks.map(\.id)))
        for task in found.openTasks where !after.contains(task.id) { tx.closeTodo(OA.self, task.id.rawValue) }
        for task in approval.openTasks where !before.contains(task.id) {
            openTodo(for: task, of: approval.id, subject, tx)
        }
    }

    private func storeEnd(
        _ outcome: ApprovalOutcome, _ comment: String?, _ withdrawal: Withdrawal?, _ tx: EventTransaction
    ) async throws {
        try await tx.execute(
            """
            update approval set state = \(approval.state), decided_by = \(approval.decidedBy),
                decision = \(comment), decided_at = now(), withdrawal = \(withdrawal?.reason),
                replaced_by = \(withdrawal?.replacedBy)
            where approval_id = \(approval.id)
            """)
        tx.emit(
            ApprovalDecided(
                approvalID: approval.id, subjectType: subject.type, subjectID: subject.id, subject: subject.title,
                outcome: outcome, decidedBy: approval.decidedBy, comment: comment, contentHash: subject.contentHash))
    }
}

extension ApprovalState {
    /// How it ended; nil while it is open.
    var outcome: ApprovalOutcome? {
        switch self {
        case .open: nil
        case .approved: .approved
        case .rejected: .rejected
        case .withdrawn: .withdrawn
        }
    }
}
