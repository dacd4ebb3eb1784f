import Foundation
import Kernel
import OADomain
import Postgres
import ServiceRuntime

/// The list of trips.
struct TripsView: ShowsTable, Codable, Sendable {
    var table: DataTable
}

func tripsPage(_ input: TripQuery, _ call: Call) async throws -> TripsView {
    TripsView(
        table: DataTable(
            try await call.listed("trips", input, listTrips), sorted: (input.sort ?? .descending(.created)).word,
            filters: [
                .text("action_search"), .state(TripState.self, call), .day("from", "field_from"),
                .day("to", "field_to"),
            ],
            empty: "trips_empty",
            columns: [
                .init("trip_number", sort: "number") { .link($0.number, to: "/oa/trips/\($0.id)") },
                .init("trip_traveller") { .text($0.travellerName) }, .init("trip_visit") { .text($0.visitName) },
                .init("trip_days", sort: "from") { .text(call.days($0.from, $0.to)) },
                .init("trip_budget", isNumber: true) { .text(call.format($0.budget)) },
                .init("state") { .badge(Badge($0.state, call)) },
            ], call))
}

/// The form for a new trip.
struct FileTripView: Codable, Sendable {
    struct Choice: Codable, Sendable { var value: String, label: String }
    var companions: [Choice]
    var today: String
}

func fileTripPage(_ input: NoInput, _ call: Call) async throws -> FileTripView {
    let me = try call.signedIn().staffID
    return FileTripView(
        companions: try await colleagues(call).filter { $0.id != me }
            .map { .init(value: $0.id.description, label: $0.name) },
        today: BusinessDate.today.description)
}

/// A trip: its state, its approval, the money, the days, and what the reader can do now.
struct TripView: Codable, Sendable {
    var tripID: String, number: String
    var state: Badge
    var traveller: String
    var companions: String?
    var purpose: String, visit: String
    var lead: String?
    var days: String, budget: String, reserved: String
    var spent: String?
    var outcome: String?
    var declineReason: String?
    var filed: String
    var chainLink: String
    var course: CourseView
    var attendance: [TripAttendanceRow]
    var mayWithdraw: Bool, mayComplete: Bool, mayAcknowledge: Bool
    var spendable: String
}

func tripPage(_ input: TripPath, _ call: Call) async throws -> TripView {
    let trip = try await tripDetails(input, call)
    let isTraveller = try call.signedIn().staffID == trip.travellerID
    return TripView(
        tripID: trip.id.description, number: trip.number, state: Badge(trip.state, call),
        traveller: trip.travellerName,
        companions: trip.companionNames.isEmpty ? nil : trip.companionNames.joined(separator: ", "),
        purpose: trip.purpose, visit: [trip.visitName, trip.visitCompany].compactMap { $0 }.joined(separator: " · "),
        lead: trip.leadID.map { "/crm/leads/\($0)" }, days: call.days(trip.from, trip.to),
        budget: call.format(trip.budget), reserved: call.format(trip.reserved), spent: trip.spent.map(call.format),
        outcome: trip.outcome, declineReason: trip.declineReason.map { call.tell(Phrase($0)) },
        filed: call.format(trip.filedAt),
        chainLink: chainLink(trip.chain),
        course: try await courseView(of: trip.approvalID, call),
        attendance: try await tripAttendance(of: trip.id, call),
        mayWithdraw: isTraveller && TripState.table.allows(.withdraw, from: trip.state),
        mayComplete: isTraveller && TripState.table.allows(.complete, from: trip.state),
        mayAcknowledge: isTraveller && trip.state == .undone && !trip.acknowledged,
        spendable: trip.budget.amountText)
}

extension Calling {
    /// From when to when, a single day once.
    func days(_ from: BusinessDate, _ to: BusinessDate) -> String {
        from == to ? format(from) : "\(format(from)) – \(format(to))"
    }
}
