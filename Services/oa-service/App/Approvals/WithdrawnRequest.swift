import CRMEvents
import EventContracts
import Kernel
import Messaging
import OADomain
import Postgres
import ServiceRuntime

/// Why the service that asked for an approval took its request back.
struct Withdrawal: Sendable {
    let reason: ApprovalWithdrawal
    /// What took the place of the document.
    let replacedBy: String?
}

/// Another service no longer needs an answer: the approval ends, and nobody is asked any longer. Whoever decided first
/// has decided; the service that asked knows what that is worth.
func approvalWithdrawn(_ incoming: Incoming<ApprovalWithdrawn>, _ tx: EventTransaction) async throws {
    let event = incoming.event
    let id: ApprovalID? = try await tx.first(
        "select approval_id from approval where request_id = \(event.requestID)")
    // The request comes before it in the same stream; without an approval an operator has discarded it.
    guard let id else { return }
    var locked = try await LockedApproval.lock(id, tx)
    guard locked.approval.takeBack() else { return }
    try await locked.store(
        decision: nil, withdrawal: Withdrawal(reason: event.reason, replacedBy: event.replacedBy), tx)
}
