import Kernel
import OADomain
import ServiceRuntime

/// A person agrees.
struct ApproveTask: Codable, Sendable {
    var id: TaskID
    var comment: String?
}

/// A person refuses, with a reason.
struct RejectTask: Codable, Sendable {
    var id: TaskID
    var comment: String?
}

/// Where the approval stands after an answer.
struct ApprovalStanding: Codable, Sendable {
    var id: ApprovalID
    var state: ApprovalState
}

func approveTask(_ input: ApproveTask, _ call: CommandCall) async throws -> ApprovalStanding {
    let person = try call.signedIn().staffID
    var locked = try await LockedApproval.lock(holding: input.id, call.tx)
    try locked.approval.approve(input.id, by: person, comment: input.comment)
    return try await conclude(locked, input.comment, call)
}

func rejectTask(_ input: RejectTask, _ call: CommandCall) async throws -> ApprovalStanding {
    let person = try call.signedIn().staffID
    var locked = try await LockedApproval.lock(holding: input.id, call.tx)
    try locked.approval.reject(input.id, by: person, comment: input.comment ?? "")
    return try await conclude(locked, input.comment, call)
}

/// Stores the answer; when it ended the approval of a document that lives here, the document follows at once.
private func conclude(
    _ locked: LockedApproval, _ comment: String?, _ call: CommandCall
) async throws -> ApprovalStanding {
    try await locked.store(decision: comment, call.tx)
    if locked.subject.type == Subject.trip, let by = locked.approval.decidedBy {
        let trip = TripID(rawValue: locked.subject.id)
        switch locked.approval.state {
        case .approved: try await approveTrip(trip, by: by, comment: comment, call.tx)
        case .rejected: try await rejectTrip(trip, by: by, reason: comment, call.tx)
        case .open, .withdrawn: break
        }
    }
    return ApprovalStanding(id: locked.approval.id, state: locked.approval.state)
}
