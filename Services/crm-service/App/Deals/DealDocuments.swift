import CRMDomain
import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A document on the way from a trip to an order.
struct DealDocument: Decodable, Sendable {
    enum Kind: String, Decodable, Sendable, PostgresDecodable {
        case trip, lead, customer, opportunity, quote, order
    }
    let kind: Kind
    let id: UUID
    let number: String
    let name: String?
    let state: String?
    /// Whether the reader may open it.
    let isRead: Bool
}

/// The documents of a deal, from the trip to the order, in one query: those of the opportunity where there is one, else
/// those that came of the lead. A trip is named also to who may not open it.
func dealDocuments(
    lead: LeadID?, opportunity: OpportunityID? = nil, customer: CustomerID? = nil, quote: QuoteID? = nil, _ call: Call
) async throws -> [DealDocument] {
    let ofDeal: SQL = opportunity.map { "opportunity.opportunity_id = \($0)" } ?? "opportunity.lead_id = \(lead)"
    let ofQuote: SQL = quote.map { "sales_order.quote_id = \($0)" } ?? "true"
    return try await call.database.all(
        """
        select 'trip' as kind, trip_id as id, number, null as name, state, \(try call.readsTrip()) as is_read, 1 as place
        from trip where lead_id = \(lead) or trip_id = (select trip_id from lead where lead_id = \(lead))
        union all
        select 'lead', lead_id, number, name, state, \(try call.reads("lead.owner_id")), 2 from lead
        where lead_id = \(lead)
        union all
        select 'customer', customer_id, number, name, null, \(try call.reads("customer.owner_id")), 3 from customer
        where customer_id = \(customer) or lead_id = \(lead)
        union all
        select 'opportunity', opportunity_id, number, title, stage, \(try call.reads("opportunity.owner_id")), 4
        from opportunity where \(ofDeal)
        union all
        select 'quote', quote.quote_id, quote.number, null, latest.state, \(try call.reads("quote.owner_id")), 5
        from quote join opportunity using (opportunity_id)
            cross join lateral (select state from quote_version version where version.quote_id = quote.quote_id
                order by version.version desc limit 1) latest
        where \(ofDeal)
        union all
        select 'order', order_id, sales_order.number, null, state, \(try call.readsOrder("sales_order.owner_id")), 6
        from sales_order join opportunity using (opportunity_id) where \(ofDeal) and \(ofQuote)
        order by place, id limit 100
        """)
}

extension [DealDocument] {
    /// As the page of one of them shows the others.
    func related(to id: UUID, _ call: Call) -> [RelatedDocument?] {
        filter { $0.id != id && ($0.isRead || $0.kind == .trip) }.map { document in
            RelatedDocument(
                document.kind.key, document.name ?? document.number,
                link: document.isRead ? document.kind.link(document.id) : nil,
                badge: document.state.map { Badge($0, call) })
        }
    }

    var ids: [UUID] { map(\.id) }
}

extension DealDocument.Kind {
    var key: String {
        switch self {
        case .trip: "lead_trip"
        case .lead: "lead_title"
        case .customer: "customer_title"
        case .opportunity: "opportunity_title"
        case .quote: "quote_title"
        case .order: "order_title"
        }
    }

    func link(_ id: UUID) -> String {
        let id = id.text
        return switch self {
        case .trip: "/oa/trips/\(id)"
        case .lead: "/crm/leads/\(id)"
        case .customer: "/crm/customers/\(id)"
        case .opportunity: "/crm/opportunities/\(id)"
        case .quote: "/crm/quotes/\(id)"
        case .order: "/crm/orders/\(id)"
        }
    }
}
