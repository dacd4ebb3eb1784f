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
