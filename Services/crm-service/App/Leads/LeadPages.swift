import CRMDomain
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// Leads as a list: what is open, the newest first, unless something else is asked for.
struct LeadListPage: ShowsTable, Codable, Sendable {
    let table: DataTable
    let poolOnly: Bool
    /// Whether these are the open ones, whoever owns them.
    let showsOpen: Bool
    let mayCapture: Bool
}

func leadListPage(_ input: LeadQuery, _ call: Call) async throws -> LeadListPage {
    let sells = Access.selling.admits(try call.signedIn())
    var shown = input
    shown.state = input.state ?? .unasked(searching: input.q)
    let isOpen = shown.state == .open
    let table = DataTable(
        try await call.listed("leads", shown, leads), sorted: (input.sort ?? .descending(.created)).word,
        filters: [
            .text("action_search"), .openFirst(LeadState.self, isOpen: isOpen, call),
            .day("from", "field_from"), .day("to", "field_to"),
        ],
        empty: isOpen ? "leads_done" : "leads_empty",
        columns: [
            .init("lead_name", sort: "name") { .link($0.name, to: "/crm/leads/\($0.id)") },
            .init("lead_company") { .text($0.company) },
            .init("field_state") { .badge(Badge($0.state.rawValue, call)) },
            .init("crm_owner") {
                .text($0.ownerName ?? call.text($0.ownerID == nil ? "crm_pool" : "crm_colleague"))
            },
            .init("lead_source") { .text(call.text("source_\($0.source.rawValue)")) },
            .init("field_number", sort: "number") { .text($0.number) },
            .init("lead_captured", sort: "created") { .text(call.format($0.createdAt)) },
        ],
        marks: RowMarks { sells && $0.ownerID == nil ? $0.id.description : nil }
            .offering("leads_claim_marked", "/crm/api/leads/claim"), call)
    return LeadListPage(
        table: table, poolOnly: input.pool ?? false, showsOpen: isOpen && input.pool != true, mayCapture: sells)
}

/// The form for a card, perhaps of someone met on a trip.
struct CaptureLeadPage: Codable, Sendable {
    struct Query: Codable, Sendable {
        var tripID: TripID?
    }
    let trip: FormField.View
    let name: String
    let company: String
    let sources: [Choice]
}

/// A trip as the form for a lead shows it.
private struct TripToChoose: Decodable, Sendable {
    var tripID: TripID
    var number: String
    var visitName: String
    var visitCompany: String?
    var fromDate: BusinessDate

    static let columns: SQL = "trip_id, number, visit_name, visit_company, from_date"

    func entry(_ call: Call) -> LookupEntry {
        LookupEntry(
            id: tripID, number: number, name: visitName, otherNames: [visitCompany], note: call.format(fromDate))
    }
}

func captureLeadPage(_ input: CaptureLeadPage.Query, _ call: Call) async throws -> CaptureLeadPage {
    let trip: TripToChoose? = try await call.database.first(
        "select \(TripToChoose.columns) from trip where trip_id = \(input.tripID) and \(try call.readsTrip())")
    return CaptureLeadPage(
        trip: FormField.reference(
            "tripID", "lead_trip", among: "trips", value: trip?.entry(call).shown ?? "",
            help: call.text("lead_trip_help")
        ).view(of: "lead", call),
        name: trip?.visitName ?? "", company: trip?.visitCompany ?? "",
        sources: LeadSource.allCases.map { Choice(value: $0.rawValue, label: call.text("source_\($0.rawValue)")) })
}

/// The trips that a lead can come from; those that no lead came from yet are first.
func lookUpTrips(_ query: LookupQuery, _ call: Call) async throws -> [LookupEntry] {
    let trips: [TripToChoose] = try await call.database.all(
        """
        select \(TripToChoose.columns) from trip
        where state not in ('rejected', 'withdrawn') and \(try call.readsTrip())
            and \(query.fits("number", "visit_name", "visit_company"))
        order by exists (select from lead where lead.trip_id = trip.trip_id), number desc limit \(query.rowLimit)
        """)
    return trips.map { $0.entry(call) }
}
