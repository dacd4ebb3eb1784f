import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// Everything that happened to a lead: its trips, and what became of it.
func timeline(of lead: LeadID, for call: Call) async throws -> [TimelineEntry] {
    try await timeline(
        """
        select lead_id as id from lead where lead_id = \(lead)
        union select trip_id from lead where lead_id = \(lead)
        union select trip_id from trip where lead_id = \(lead)
        union select customer_id from customer where lead_id = \(lead)
        union select opportunity_id from opportunity where lead_id = \(lead)
        union select quote_id from quote join opportunity using (opportunity_id) where lead_id = \(lead)
        union select order_id from sales_order where lead_id = \(lead)
        """, for: call)
}

/// Everything that happened to a customer, from the lead it was to its last order.
func timeline(of customer: CustomerID, for call: Call) async throws -> [TimelineEntry] {
    try await timeline(
        """
        select customer_id as id from customer where customer_id = \(customer)
        union select lead_id from customer where customer_id = \(customer)
        union select lead.trip_id from customer join lead using (lead_id) where customer_id = \(customer)
        union select trip.trip_id from customer join trip using (lead_id) where customer_id = \(customer)
        union select opportunity_id from opportunity where customer_id = \(customer)
        union select quote_id from quote where customer_id = \(customer)
        union select order_id from sales_order where customer_id = \(customer)
        """, for: call)
}

/// What happened to an opportunity, its quotes and orders.
func timeline(of opportunity: OpportunityID, for call: Call) async throws -> [TimelineEntry] {
    try await timeline(
        """
        select \(opportunity)::uuid as id
        union select quote_id from quote where opportunity_id = \(opportunity)
        union select order_id from sales_order where opportunity_id = \(opportunity)
        """, for: call)
}

/// What happened to a quote, up to the order that it became.
func timeline(of quote: QuoteID, for call: Call) async throws -> [TimelineEntry] {
    try await timeline(
        """
        select \(quote)::uuid as id union select order_id from sales_order where quote_id = \(quote)
        """, for: call)
}

/// What happened to an order since it was confirmed.
func timeline(of order: OrderID, for call: Call) async throws -> [TimelineEntry] {
    try await timeline("select \(order)::uuid as id", for: call)
}

/// The latest thousand entries of the subjects, in the order in which they happened.
private func timeline(_ subjects: SQL, for call: Call) async throws -> [TimelineEntry] {
    try await call.database.all(
        """
        select * from (
            select at, kind, subject_type, subject_id, number, detail, amount,
                coalesce(\(call.nameColumn(of: "staff")), actor) as actor, entry_id
            from timeline_entry left join staff on staff.staff_id::text = split_part(actor, ':', 2)
            where subject_id in (\(subjects))
            order by at desc, entry_id desc limit 1000
        ) latest order by at, entry_id
        """)
}

extension Call {
    /// The path of a business transaction, for who may see it: those who see them all, and who had a hand in one of these
    /// documents of it that others were told of.
    func chain(_ chain: UUID, of documents: [UUID]) async throws -> String? {
        let person = try signedIn()
        if Access.allChains.admits(person) { return chainLink(chain) }
        let hadAHand: Bool = try await database.one(
            """
            select exists (select from timeline_entry where subject_id = any(\(documents)::uuid[])
                and actor = \(person.actor) and (kind like 'crm.lead.%' or kind like 'oa.trip.%' or kind in (
                    'crm.quote.approval-requested', 'crm.quote.sent', 'crm.quote.countered', 'crm.quote.accepted',
                    'crm.order.confirmed')))
            """)
        return hadAHand ? chainLink(chain) : nil
    }
}
