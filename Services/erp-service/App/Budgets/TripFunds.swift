import ERPDomain
import ERPEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import OAEvents
import Postgres

/// The budget that trips are paid from.
let travelBudget = "TRAVEL"

/// A trip was approved: its budget is reserved, or declined when there is not enough.
func reserveTripFunds(_ incoming: Incoming<TripApproved>, _ tx: EventTransaction) async throws {
    let trip = incoming.event
    var balance = try await lockBudget(travelBudget, tx).balance
    do {
        try balance.reserve(trip.budget)
    } catch let short {
        let reason = "\(trip.budget) wanted from \(travelBudget), \(short.available) available"
        try await record(trip, "declined", reason, tx)
        tx.emit(
            TripFundsDeclined(
                tripID: trip.tripID, number: trip.number, amount: trip.budget, available: short.available,
                reason: reason))
        try await tx.open(
            .tripDeclined, for: trip.tripID.rawValue, subject: trip.number, link: "/erp/budgets?code=\(travelBudget)",
            matter: Matter(
                asker: trip.travellerID, party: trip.visitName, from: trip.from, to: trip.to, amount: trip.budget))
        return
    }
    try await store(balance, of: travelBudget, tx)
    try await record(trip, "reserved", nil, tx)
    tx.emit(TripFundsReserved(tripID: trip.tripID, number: trip.number, amount: trip.budget))
}

private func record(_ trip: TripApproved, _ state: String, _ reason: String?, _ tx: EventTransaction) async throws {
    tx.write(
        """
        insert into budget_reservation
            (trip_id, budget_code, number, traveller_id, traveller_name, visit_name, amount, state, reason, chain)
        values (\(trip.tripID), \(travelBudget), \(trip.number), \(trip.travellerID), \(trip.travellerName),
            \(trip.visitName), \(trip.budget), \(state), \(reason), \(tx.chain))
        """)
}

/// A trip will not take place: what is still reserved for it is free again.
func releaseTripFunds(_ trip: TripID, _ tx: EventTransaction) async throws {
    var balance = try await lockBudget(travelBudget, tx).balance
    guard let reservation = try await openReservation(of: trip, tx) else { return }
    balance.release(reservation.amount)
    try await store(balance, of: travelBudget, tx)
    tx.write("update budget_reservation set state = 'released' where trip_id = \(trip)")
    tx.emit(TripFundsReleased(tripID: trip, number: reservation.number, amount: reservation.amount))
}

/// The traveller is back: what was spent is paid and booked, the rest is free again.
func consumeTripFunds(_ incoming: Incoming<TripCompleted>, _ tx: EventTransaction) async throws {
    let trip = incoming.event
    var balance = try await lockBudget(travelBudget, tx).balance
    guard let reservation = try await openReservation(of: trip.tripID, tx) else { return }
    let released = balance.consume(trip.spent, of: reservation.amount)
    try await store(balance, of: travelBudget, tx)
    tx.write(
        """
        update budget_reservation set state = 'consumed', spent = \(trip.spent) where trip_id = \(trip.tripID)
        """)
    tx.emit(TripFundsConsumed(tripID: trip.tripID, number: trip.number, spent: trip.spent, released: released))
    try await post(
        Voucher("trip \(trip.number)", [.debit(.travel, trip.spent), .credit(.bank, trip.spent)]),
        for: VoucherSource(type: "trip", id: trip.tripID.rawValue, number: trip.number), tx)
}

private struct OpenReservation: Decodable, Sendable {
    let number: String
    let amount: Money
}

private func openReservation(of trip: TripID, _ tx: EventTransaction) async throws -> OpenReservation? {
    try await tx.first(
        """
        select number, amount from budget_reservation
        where trip_id = \(trip) and state = 'reserved' for no key update
        """)
}
