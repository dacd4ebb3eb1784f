import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// What is or was held on a budget for a trip.
struct ReservationView: Codable, Sendable {
    let tripID: TripID
    let number: String
    let travellerName: String
    let visitName: String
    let amount: Money
    let spent: Money
    let state: String
    let reason: String?
    let chain: UUID
    let createdAt: Date
}

/// Reservations of one budget, the latest first.
struct ReservationQuery: Codable, Sendable, PageRequest {
    var code: String
    var cursor: String?
    var limit: Int?
}

func reservations(_ input: ReservationQuery, _ call: Call) async throws -> Paged<ReservationView> {
    var after: SQL = ""
    if let last = try input.last(TripID.self) {
        after = """
            and (created_at, trip_id) < (select created_at, trip_id from budget_reservation where trip_id = \(last))
            """
    }
    let rows = try await call.database.all(
        """
        select trip_id, number, coalesce(\(call.nameColumn(of: "staff")), traveller_name) as traveller_name,
            visit_name, amount, spent, state, reason, chain, created_at
        from budget_reservation left join staff on staff.staff_id = traveller_id
        where budget_code = \(input.code) \(after)
        order by created_at desc, trip_id desc limit \(input.rowLimit)
        """, as: ReservationView.self)
    return Paged(rows, input) { [$0.tripID.description] }
}
