import Kernel
import OADomain
import Postgres
import ServiceRuntime

/// A trip by its id.
struct TripPath: Codable, Sendable {
    var id: TripID
}

/// The traveller takes a trip back, with its approval when that is still open.
///
/// The approval is locked before the trip, as by whoever answers it, so that the two never wait for each other.
func withdrawTrip(_ input: TripPath, _ call: CommandCall) async throws -> TripStanding {
    let person = try call.signedIn().staffID
    var approval = try await LockedApproval.lock(try await approvalID(of: input.id, call.tx), call.tx)
    guard approval.approval.applicantID == person else { throw ApprovalError.notYours }
    if approval.approval.state == .open {
        try approval.approval.withdraw(by: person)
        try await approval.store(decision: nil, call.tx)
    }
    try await takeBackTrip(input.id, by: person, call.tx)
    return TripStanding(id: input.id, number: approval.subject.title, state: .withdrawn)
}

private func approvalID(of trip: TripID, _ database: some PostgresExecutor) async throws -> ApprovalID {
    let id: ApprovalID? = try await database.first(
        "select approval_id from approval where subject_type = \(Subject.trip) and subject_id = \(trip)")
    guard let id else { throw Problem.notFound("trip", trip) }
    return id
}
