import CRMDomain
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// The list of leads, newest first.
struct LeadQuery: PageRequest, Codable, Sendable {
    /// Open is what is neither converted nor lost.
    var state: StateShown<LeadState>?
    /// Only leads that nobody owns yet.
    var pool: Bool?
    /// A part of the name, the company or the number.
    var q: String?
    /// The days on which it was captured.
    var from: BusinessDate?
    var to: BusinessDate?
    var sort: Sorting<LeadField>?
    var cursor: String?
    var limit: Int?
}

enum LeadField: String, SortField {
    case created, name, number

    var column: SQL? {
        switch self {
        case .created: nil
        case .name: "lead.name"
        case .number: "lead.number"
        }
    }
}

struct LeadSummary: Codable, Sendable {
    var id: LeadID
    var number: String
    var name: String
    var company: String?
    var source: LeadSource
    var state: LeadState
    var ownerID: StaffID?
    var ownerName: String?
    var createdAt: Date
}

func leads(_ input: LeadQuery, _ call: Call) async throws -> Paged<LeadSummary> {
    let order = input.sort ?? .descending(.created)
    let wanted = SQL.all(
        input.state?.condition(on: "state", open: "state not in ('converted', 'lost')"),
        input.pool == true ? "owner_id is null" : nil,
        .holds(input.q, "lead.name", "company", "number"), .instant("created_at", from: input.from, to: input.to),
        order.after(try input.last(LeadID.self), in: "lead", id: "lead.lead_id"), try call.reads())
    let rows: [LeadSummary] = try await call.database.all(
        """
        select lead_id as id, number, lead.name, company, source, state, owner_id,
            \(call.nameColumn(of: "staff")) as owner_name, created_at
        from lead left join staff on staff.staff_id = owner_id
        where \(wanted)
        order by \(order.clause(id: "lead.lead_id")) limit \(input.rowLimit)
        """)
    return Paged(rows, input) { [$0.id.description] }
}

/// A lead with everything that happened on its way; that somebody read how to reach the person is on record.
struct LeadDetail: Codable, Sendable {
    var id: LeadID
    var number: String
    var name: String
    var company: String?
    var title: String?
    var phone: String?
    var email: String?
    var source: LeadSource
    var state: LeadState
    var ownerID: StaffID?
    var ownerName: String?
    var tripID: TripID?
    var tripNumber: String?
    var note: String?
    var chain: UUID
    var customerID: CustomerID?
    var opportunityID: OpportunityID?
    var timeline: [TimelineEntry]
}

func lead(_ input: LeadPath, _ call: Call) async throws -> LeadDetail {
    struct Row: Decodable, Sendable {
        var ownerName: String?
        var tripNumber: String?
        var customerID: CustomerID?
        var opportunityID: OpportunityID?
    }
    let query: SQL = "select * from lead where lead_id = \(input.id) and \(try call.reads())"
    guard let lead: Lead = try await call.database.first(query) else { throw Problem.notFound("lead", input.id) }
    if lead.phone != nil || lead.email != nil { try await recordContactRead("leads/\(input.id)", call) }
    let row: Row = try await call.database.one(
        """
        select \(call.nameColumn(of: "staff")) as owner_name, trip.number as trip_number, customer.customer_id,
            (select opportunity_id from opportunity where lead_id = \(input.id) order by created_at desc limit 1)
        from lead left join staff on staff.staff_id = lead.owner_id left join trip on trip.trip_id = lead.trip_id
            left join customer on customer.lead_id = lead.lead_id
        where lead.lead_id = \(input.id)
        """)
    return LeadDetail(
        id: lead.leadID, number: lead.number, name: lead.name, company: lead.company, title: lead.title,
        phone: lead.phone, email: lead.email, source: lead.source, state: lead.state, ownerID: lead.ownerID,
        ownerName: row.ownerName, tripID: lead.tripID, tripNumber: row.tripNumber, note: lead.note,
        chain: lead.chain, customerID: row.customerID, opportunityID: row.opportunityID,
        timeline: try await timeline(of: input.id, for: call))
}
