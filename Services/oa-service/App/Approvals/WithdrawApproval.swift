import Kernel
import OADomain
import ServiceRuntime

/// An approval by its id.
struct ApprovalPath: Codable, Sendable {
    var id: ApprovalID
}

/// The applicant takes the request back; a trip goes with its approval.
func withdrawApproval(_ input: ApprovalPath, _ call: CommandCall) async throws -> ApprovalStanding {
    let person = try call.signedIn().staffID
    var locked = try await LockedApproval.lock(input.id, call.tx)
    try locked.approval.withdraw(by: person)
    try await locked.store(decision: nil, call.tx)
    if locked.subject.type == Subject.trip {
        try await takeBackTrip(TripID(rawValue: locked.subject.id), by: person, call.tx)
    }
    return ApprovalStanding(id: input.id, state: locked.approval.state)
}
