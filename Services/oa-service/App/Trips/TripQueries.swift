import Foundation
import Kernel
import OADomain
import Postgres
import ServiceRuntime

/// A trip in a list.
struct TripItem: Codable, Sendable {
    var id: TripID
    var number: String
    var state: TripState
    var travellerID: StaffID
    var travellerName: String
    var visitName: String
    var from: BusinessDate
    var to: BusinessDate
    var budget: Money
}

/// The list of trips, newest first.
struct TripQuery: PageRequest, Codable, Sendable {
    /// Open is what is still to be answered, to be paid for or to be reported.
    var state: StateShown<TripState>?
    /// A part of the number or of whom it visits.
    var q: String?
    /// The days on which it begins.
    var from: BusinessDate?
    var to: BusinessDate?
    var sort: Sorting<TripField>?
    var cursor: String?
    var limit: Int?
}

enum TripField: String, SortField {
    case created, number, from

    var column: SQL? {
        switch self {
        case .created: nil
        case .number: "trip.number"
        case .from: "trip.from_day"
        }
    }
}

/// The trips one may see, newest first.
func listTrips(_ input: TripQuery, _ call: Call) async throws -> Paged<TripItem> {
    let order = input.sort ?? .descending(.created)
    let wanted = SQL.all(
        input.state?.condition(on: "trip.state", open: "trip.state in ('submitted', 'approved', 'funded')"),
        .holds(input.q, "trip.number", "trip.visit_name"),
        .day("trip.from_day", from: input.from, to: input.to),
        order.after(try input.last(TripID.self), in: "trip", id: "trip.trip_id"))
    let rows: [TripItem] = try await call.database.all(
        """
        select trip.trip_id as id, trip.number, trip.state, trip.traveller_id, \(call.nameColumn(of: "staff")) as traveller_name,
            trip.visit_name, trip.from_day as "from", trip.to_day as "to", trip.budget
        from trip join staff on staff.staff_id = trip.traveller_id
        where \(visibleTrips(to: try call.signedIn())) and \(wanted)
        order by \(order.clause(id: "trip.trip_id")) limit \(input.rowLimit)
        """)
    return Paged(rows, input) { [$0.id.description] }
}

/// A trip with all that is known of it.
struct TripDetails: Codable, Sendable {
    var id: TripID
    var number: String
    var chain: UUID
    var state: TripState
    var travellerID: StaffID
    var travellerName: String
    var companions: [StaffID]
    var companionNames: [String]
    var purpose: String
    var visitName: String
    var visitCompany: String?
    var leadID: LeadID?
    var leadNumber: String?
    /// Whether the reader may open the lead.
    var readsLead: Bool
    var from: BusinessDate
    var to: BusinessDate
    var budget: Money
    /// What finance holds for the trip now.
    var reserved: Money
    /// Why there was no money.
    var declineReason: String?
    var outcome: String?
    var spent: Money?
    var filedAt: Date
    var acknowledged: Bool
    var approvalID: ApprovalID
}

/// A trip. 404 also when the person may not see it.
func tripDetails(_ input: TripPath, _ call: Call) async throws -> TripDetails {
    let trip: TripDetails? = try await call.database.first(
        """
        select trip.trip_id as id, trip.number, trip.chain, trip.state, trip.traveller_id,
            \(call.nameColumn(of: "staff")) as traveller_name, companion.ids as companions, companion.names as companion_names,
            trip.purpose, trip.visit_name, trip.visit_company, trip.lead_id, trip.lead_number,
            \(readsLead(try call.signedIn())) as reads_lead, trip.from_day as "from", trip.to_day as "to", trip.budget,
            trip.reserved, trip.decline_reason, trip.outcome, trip.spent, trip.filed_at,
            trip.acknowledged_at is not null as acknowledged, approval.approval_id
        from trip join staff on staff.staff_id = trip.traveller_id
        join approval on approval.subject_type = \(Subject.trip) and approval.subject_id = trip.trip_id
        cross join lateral (
            select coalesce(array_agg(c.staff_id order by s.name), '{}') as ids,
                coalesce(array_agg(\(call.nameColumn(of: "s")) order by s.name), '{}') as names
            from trip_companion c join staff s using (staff_id) where c.trip_id = trip.trip_id
        ) companion
        where trip.trip_id = \(input.id) and \(visibleTrips(to: try call.signedIn()))
        """)
    guard let trip else { throw Problem.notFound("trip", input.id) }
    return trip
}

/// Whether the person may open the lead of a trip. Whose it is is not known of a lead that was named when the trip was
/// filed: only those who see all may open it.
private func readsLead(_ person: Person) -> SQL {
    guard person.roles.reach(in: frontOfficeReach) < .all else { return "trip.lead_id is not null" }
    return "(trip.lead_number is not null and \(person.reads("trip.lead_owner_id", frontOfficeReach)))"
}
