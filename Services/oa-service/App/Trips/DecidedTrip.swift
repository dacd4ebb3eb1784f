import Kernel
import Messaging
import OADomain
import OAEvents
import ServiceRuntime

/// The last approver agreed: attendance shows the trip, and finance is to reserve the money.
func approveTrip(_ id: TripID, by approver: StaffID, comment: String?, _ tx: EventTransaction) async throws {
    let trip = try await LockedTrip.lock(id, tx)
    try await trip.move(.approve, tx)
    tx.emit(
        TripApproved(
            tripID: id, number: trip.number, travellerID: trip.travellerID, travellerName: trip.travellerName,
            visitName: trip.visitName, leadID: trip.leadID, from: trip.fromDay, to: trip.toDay, budget: trip.budget,
            approvedBy: approver, comment: comment))
}

/// An approver refused.
func rejectTrip(_ id: TripID, by approver: StaffID, reason: String?, _ tx: EventTransaction) async throws {
    let trip = try await LockedTrip.lock(id, tx)
    try await trip.move(.reject, tx)
    tx.emit(TripRejected(tripID: id, number: trip.number, rejectedBy: approver, reason: reason))
}

/// The traveller took it back: attendance is as it was, and finance is to release what it reserved.
func takeBackTrip(_ id: TripID, by person: StaffID, _ tx: EventTransaction) async throws {
    let trip = try await LockedTrip.lock(id, tx)
    try await trip.move(.withdraw, tx)
    if trip.state == .funded { tx.closeTodo(OA.self, trip.reportTodo) }
    tx.emit(TripWithdrawn(tripID: id, number: trip.number, withdrawnBy: person))
}
