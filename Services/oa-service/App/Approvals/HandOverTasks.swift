import Kernel
import Messaging
import OADomain
import OAEvents
import Postgres
import ServiceRuntime

/// Somebody left: whatever waits for their answer goes to the nearest superior who is there, or to an administrator;
/// never to the applicant.
func handOverTasks(of leaver: StaffID, _ tx: EventTransaction) async throws {
    let approvals: [ApprovalID] = try await tx.all(
        """
        select distinct approval_id from approval_task join approval using (approval_id)
        where assignee_id = \(leaver) and approval_task.state = 'open' and approval.state = 'open' order by approval_id
        """)
    let line = try await reportingLine(of: leaver, tx)
    for id in approvals {
        let locked = try await LockedApproval.lock(id, tx)
        let applicant = locked.approval.applicantID
        let superior = line.superiors.first { $0.active && $0.id != applicant }?.id
        var heir = superior
        if heir == nil { heir = try await administrators(but: applicant, tx).first { $0 != leaver } }
        guard let heir else { continue }
        try await hand(locked, from: leaver, to: heir, tx)
    }
}

private func hand(
    _ locked: LockedApproval, from leaver: StaffID, to heir: StaffID, _ tx: EventTransaction
) async throws {
    let turn = Set(locked.approval.openTasks.map(\.id))
    for step in locked.approval.steps where step.state == .open || step.state == .waiting {
        for task in step.tasks where task.assignee == leaver && task.state == .open {
            tx.write("update approval_task set assignee_id = \(heir) where task_id = \(task.id)")
            guard turn.contains(task.id) else { continue }
            tx.closeTodo(OA.self, task.id.rawValue)
            openTodo(for: task.handed(to: heir), of: locked.approval.id, locked.subject, tx)
        }
    }
}
