import ERPEvents
import Kernel
import Messaging
import OADomain
import OAEvents
import Postgres
import ServiceRuntime

/// Finance reserved the money: the trip may take place.
///
/// A trip that was withdrawn in the meantime stays withdrawn; finance releases the money when it learns of that.
func tripFundsReserved(_ incoming: Incoming<TripFundsReserved>, _ tx: EventTransaction) async throws {
    let (trip, reserved) = (try await known(incoming.event.tripID, tx), incoming.event.amount)
    guard TripState.table.allows(.fund, from: trip.state) else {
        try await hold(reserved, for: trip, tx)
        return
    }
    try await trip.move(.fund, setting: ", reserved = \(reserved)", tx)
    tx.emit(TripFunded(tripID: trip.id, number: trip.number))
    tx.openTodo(
        OA.self, id: trip.reportTodo, assignee: trip.travellerID, titleKey: "todo_report_trip", subject: trip.number,
        link: "/oa/trips/\(trip.id)", matter: trip.matter)
}

/// There was no money: the approval is undone for everyone to see, and attendance is as it was.
func tripFundsDeclined(_ incoming: Incoming<TripFundsDeclined>, _ tx: EventTransaction) async throws {
    let (trip, event) = (try await known(incoming.event.tripID, tx), incoming.event)
    guard TripState.table.allows(.undo, from: trip.state) else { return }
    try await trip.move(.undo, setting: ", decline_reason = \(event.reason)", tx)
    tx.emit(TripUndone(tripID: trip.id, number: trip.number, reason: event.reason))
    tx.openTodo(
        OA.self, id: trip.undoneTodo, assignee: trip.travellerID, titleKey: "todo_trip_undone", subject: trip.number,
        link: "/oa/trips/\(trip.id)", matter: trip.matter)
}

/// Finance holds nothing any more for the trip.
func tripFundsReleased(_ incoming: Incoming<TripFundsReleased>, _ tx: EventTransaction) async throws {
    try await hold(.zero, for: try await known(incoming.event.tripID, tx), tx)
}

/// The trip is paid for and the rest is free again.
func tripFundsConsumed(_ incoming: Incoming<TripFundsConsumed>, _ tx: EventTransaction) async throws {
    try await hold(.zero, for: try await known(incoming.event.tripID, tx), tx)
}

private func hold(_ amount: Money, for trip: LockedTrip, _ tx: EventTransaction) async throws {
    tx.write("update trip set reserved = \(amount) where trip_id = \(trip.id)")
}

private func known(_ id: TripID, _ tx: EventTransaction) async throws -> LockedTrip {
    guard let trip = try await LockedTrip.find(id, tx) else { throw UnknownTrip(id: id) }
    return trip
}

/// Trips are filed here and nowhere else: waiting for this one would be in vain.
private struct UnknownTrip: Error, CustomStringConvertible {
    let id: TripID
    var description: String { "there is no trip \(id)" }
}
