import Foundation
import Kernel
import OADomain
import Postgres
import ServiceRuntime

/// Trips as a list: what is open, the newest first, unless something else is asked for.
struct TripsView: ShowsTable, Codable, Sendable {
    var table: DataTable
    var showsOpen: Bool
}

func tripsPage(_ input: TripQuery, _ call: Call) async throws -> TripsView {
    var shown = input
    shown.state = input.state ?? .unasked(searching: input.q)
    let isOpen = shown.state == .open
    return TripsView(
        table: DataTable(
            try await call.listed("trips", shown, listTrips), sorted: (input.sort ?? .descending(.created)).word,
            filters: [
                .text("action_search"), .openFirst(TripState.self, isOpen: isOpen, call),
                .day("from", "field_from"), .day("to", "field_to"),
            ],
            empty: isOpen ? "trips_done" : "trips_empty",
            columns: [
                .init("trip_number", sort: "number") { .link($0.number, to: "/oa/trips/\($0.id)") },
                .init("trip_traveller") { .text($0.travellerName) }, .init("trip_visit") { .text($0.visitName) },
                .init("trip_days", sort: "from") { .text(call.days($0.from, $0.to)) },
                .init("trip_budget", isNumber: true) { .text(call.format($0.budget)) },
                .init("state") { .badge(Badge($0.state, call)) },
            ], call),
        showsOpen: isOpen)
}

/// The form for a new trip.
struct FileTripView: Codable, Sendable {
    struct Companion: Codable, Sendable {
        /// Whether it is one to add, folded away until then.
        var isMore: Bool
        var person: FormField.View
    }
    var companions: [Companion]
    var today: String
}

func fileTripPage(_ input: NoInput, _ call: Call) async throws -> FileTripView {
    FileTripView(
        companions: (0..<(1 + linesToAdd)).map { index in
            let field = FormField.reference(
                "companions[\(index)]", "trip_companion", among: "staff", about: "\(index + 1)")
            return .init(isMore: index > 0, person: field.view(of: "trip", call))
        },
        today: BusinessDate.today.description)
}
