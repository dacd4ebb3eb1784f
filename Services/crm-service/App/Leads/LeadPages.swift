import CRMDomain
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

struct LeadListPage: ShowsTable, Codable, Sendable {
    let table: DataTable
    let poolOnly: Bool
    let mayCapture: Bool
}

func leadListPage(_ input: LeadQuery, _ call: Call) async throws -> LeadListPage {
    let sells = Access.selling.admits(try call.signedIn())
    let table = DataTable(
        try await call.listed("leads", input, leads), sorted: (input.sort ?? .descending(.created)).word,
        filters: [
            .text("action_search"), .state(LeadState.self, call), .day("from", "field_from"), .day("to", "field_to"),
        ],
        empty: "leads_empty",
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
    return LeadListPage(table: table, poolOnly: input.pool ?? false, mayCapture: sells)
}

/// The form for a card, perhaps of someone met on a trip.
struct CaptureLeadPage: Codable, Sendable {
    struct Query: Codable, Sendable {
        var tripID: TripID?
    }
    let trips: [Choice]
    let name: String
    let company: String
    let sources: [Choice]
}

func captureLeadPage(_ input: CaptureLeadPage.Query, _ call: Call) async throws -> CaptureLeadPage {
    struct Trip: Decodable, Sendable {
        var tripID: TripID
        var number: String
        var visitName: String
        var visitCompany: String?
        var fromDate: BusinessDate
    }
    let person = try call.signedIn()
    let trips: [Trip] = try await call.database.all(
        """
        select trip_id, number, visit_name, visit_company, from_date from trip
        where state not in ('rejected', 'withdrawn')
            and (traveller_id = \(person.id) or \(person.has(.salesManager)) or trip_id = \(input.tripID))
        order by trip_id = \(input.tripID) desc nulls last,
            exists (select from lead where lead.trip_id = trip.trip_id), number desc
        limit 100
        """)
    let chosen = trips.first { $0.tripID == input.tripID }
    return CaptureLeadPage(
        trips: trips.map {
            Choice(
                value: $0.tripID.description,
                label: "\($0.number) · \($0.visitName) · \(call.format($0.fromDate))", chosen: $0.tripID == input.tripID
            )
        },
        name: chosen?.visitName ?? "", company: chosen?.visitCompany ?? "",
        sources: LeadSource.allCases.map { Choice(value: $0.rawValue, label: call.text("source_\($0.rawValue)")) })
}
