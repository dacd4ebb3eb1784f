import Kernel
import Messaging
import OADomain
import OAEvents
import Postgres
import ServiceRuntime

/// What the traveller reports on return.
struct CompleteTrip: Codable, Sendable {
    var id: TripID
    var outcome: String
    /// At most what was reserved.
    var spent: Money
}

/// The traveller is back: the money spent is consumed, the rest is free again.
func completeTrip(_ input: CompleteTrip, _ call: CommandCall) async throws -> TripStanding {
    let trip = try await LockedTrip.lock(input.id, call.tx)
    guard trip.travellerID == (try call.signedIn().staffID) else { throw ApprovalError.notYours }
    guard !input.outcome.isEmpty else { throw TripError.missing("outcome") }
    _ = try TripState.table.state(after: .complete, from: trip.state)
    try checkSpent(input.spent, budget: trip.budget)
    try await trip.move(.complete, setting: ", outcome = \(input.outcome), spent = \(input.spent)", call.tx)
    call.tx.closeTodo(OA.self, trip.reportTodo)
    call.tx.emit(
        TripCompleted(tripID: trip.id, number: trip.number, outcome: input.outcome, spent: input.spent))
    return TripStanding(id: trip.id, number: trip.number, state: .completed)
}

/// The traveller has read that there was no money.
func acknowledgeTrip(_ input: TripPath, _ call: CommandCall) async throws -> TripStanding {
    let trip = try await LockedTrip.lock(input.id, call.tx)
    guard trip.travellerID == (try call.signedIn().staffID) else { throw ApprovalError.notYours }
    guard trip.state == .undone else {
        throw IllegalTransition(state: trip.state.rawValue, action: "acknowledge")
    }
    let first =
        try await call.tx.execute(
            "update trip set acknowledged_at = now() where trip_id = \(trip.id) and acknowledged_at is null") == 1
    if first { call.tx.closeTodo(OA.self, trip.undoneTodo) }
    return TripStanding(id: trip.id, number: trip.number, state: trip.state)
}
