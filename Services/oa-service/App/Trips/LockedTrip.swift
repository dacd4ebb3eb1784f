import EventContracts
import Foundation
import Kernel
import Messaging
import OADomain
import Postgres
import ServiceRuntime

/// A trip whose row this transaction holds locked.
struct LockedTrip: Decodable, Sendable {
    var id: TripID
    var number: String
    var chain: UUID
    var state: TripState
    var travellerID: StaffID
    var travellerName: String
    var purpose: String
    var visitName: String
    var visitCompany: String?
    var leadID: LeadID?
    var fromDay: BusinessDate
    var toDay: BusinessDate
    var budget: Money
    var companions: [StaffID]

    /// Locks and reads a trip; nil when there is none.
    static func find(_ id: TripID, _ tx: EventTransaction) async throws -> LockedTrip? {
        try await tx.first(
            """
            select trip_id as id, number, chain, state, traveller_id,
                (select name from staff where staff_id = traveller_id) as traveller_name,
                purpose, visit_name, visit_company, lead_id, from_day, to_day, budget,
                array(select staff_id from trip_companion c where c.trip_id = trip.trip_id) as companions
            from trip where trip_id = \(id) for no key update
            """)
    }

    /// Locks a trip and continues its chain. Throws a 404 problem when there is none.
    static func lock(_ id: TripID, _ tx: EventTransaction) async throws -> LockedTrip {
        guard let trip = try await find(id, tx) else { throw Problem.notFound("trip", id) }
        tx.join(chain: trip.chain)
        return trip
    }

    /// Takes the trip into its next state; what else changes with it is set by `columns`. Throws `IllegalTransition`.
    func move(_ action: TripAction, setting columns: SQL = "", _ tx: EventTransaction) async throws {
        let next = try TripState.table.state(after: action, from: state)
        tx.write("update trip set state = \(next) \(columns) where trip_id = \(id)")
        switch (state.marksAttendance, next.marksAttendance) {
        case (false, true): try await markAttendance(tx)
        case (true, false): try await tx.execute("delete from attendance_trip_day where trip_id = \(id)")
        case (true, true), (false, false): break
        }
    }

    /// Lays the trip over the days of everyone who travels.
    private func markAttendance(_ tx: EventTransaction) async throws {
        let (travellers, days) = ([travellerID] + companions, fromDay.days(through: toDay))
        tx.write(
            """
            insert into attendance_trip_day (trip_id, staff_id, day)
            select \(id), staff_id, day
            from unnest(\(travellers)::uuid[]) staff_id cross join unnest(\(days)::date[]) day
            """)
    }

    /// What a to-do about the trip says beside its number.
    var matter: Matter {
        Matter(
            party: [visitName, visitCompany].compactMap(\.self).joined(separator: " · "), from: fromDay, to: toDay,
            reason: purpose)
    }

    /// The to-do that reminds the traveller to report.
    var reportTodo: UUID { UUID(namespaced: id, "report") }
    /// The to-do that tells the traveller that there was no money.
    var undoneTodo: UUID { UUID(namespaced: id, "undone") }
}
