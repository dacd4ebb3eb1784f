import CRMDomain
import CRMEvents
import Foundation
import Kernel
import Messaging
import PortalEvents
import Postgres
import ServiceRuntime

/// A shopper removed their account: their customer, and what became of the cards they left, are forgotten as soon as no
/// business with them is open.
func shopperRemoved(_ incoming: Incoming<ShopperRemoved>, _ tx: EventTransaction) async throws {
    let removed = incoming.event
    let cards = removed.inquiryIDs.map(\.rawValue)
    let (orders, leads) = (removed.orderIDs.map(\.rawValue), try await tx.leads(of: cards))
    let known: Int = try await tx.one("select count(*) from sales_order where order_id = any(\(orders)::uuid[])")
    guard known == orders.count, leads.count == cards.count else {
        throw NotYet("orders or cards of the shopper that have not arrived")
    }
    for lead in leads where lead.state != .converted { try await tx.forget(lead) }
    let customers: [CustomerID] = try await tx.all(
        """
        insert into forgetting (customer_id)
        select customer_id from customer
        where customer_id = \(removed.shopperID.rawValue) or lead_id = any(\(leads.map(\.leadID.rawValue))::uuid[])
        on conflict do nothing returning customer_id
        """)
    for customer in customers { try await tx.forgetUnlessBusinessIsOpen(customer) }
}

extension EventTransaction {
    fileprivate func leads(of inquiries: [UUID]) async throws -> [Lead] {
        try await all("select * from lead where inquiry_id = any(\(inquiries)::uuid[]) for no key update")
    }

    /// Nobody is to be called any more: a lead that nothing came of is lost.
    fileprivate func forget(_ lead: Lead) async throws {
        var lead = lead
        write(
            """
            update lead set name = \(ShopperRemoved.inPlaceOfTheName), title = null, phone = null, email = null, note = null
            where lead_id = \(lead.leadID)
            """)
        write("update timeline_entry set detail = null where subject_id = \(lead.leadID.rawValue)")
        guard lead.state != .lost, lead.state != .converted else { return }
        lead.name = ShopperRemoved.inPlaceOfTheName
        if lead.ownerID == nil { closeTodo(CRM.self, claimTodo(of: lead.leadID)) }
        emit(LeadChanged(leadID: lead.leadID, name: lead.name, state: LeadState.lost.rawValue), chain: lead.chain)
        write("update lead set state = \(try lead.state.after(.lose)) where lead_id = \(lead.leadID)")
    }

    /// - Returns: whether the customer is forgotten now.
    @discardableResult
    func forgetUnlessBusinessIsOpen(_ id: CustomerID) async throws -> Bool {
        guard let customer: Customer = try await first("select * from customer where customer_id = \(id) for update")
        else { return false }
        guard try await !openBusiness(with: id).isOpen else { return false }
        let lead: Lead? = try await first("select * from lead where lead_id = \(customer.leadID)")
        if let lead { try await forget(lead) }
        try await erase(customer, metAs: lead)
        return true
    }

    private func openBusiness(with customer: CustomerID) async throws -> OpenBusiness {
        struct Row: Decodable, Sendable { let state: OrderState, paidInFull: Bool }
        let orders: [Row] = try await all(
            "select state, paid_in_full from sales_order where customer_id = \(customer)")
        return OpenBusiness(
            opportunities: try await all("select stage from opportunity where customer_id = \(customer)"),
            orders: orders.map { .init(state: $0.state, isPaid: $0.paidInFull) },
            refundsDue: try await one(
                """
                select count(*) from order_refund join sales_order using (order_id)
                where customer_id = \(customer) and order_refund.state = 'due'
                """))
    }

    /// A company keeps its name, and the others who work there.
    private func erase(_ customer: Customer, metAs lead: Lead?) async throws {
        let (id, isCompany) = (customer.customerID, lead?.company != nil)
        let name = isCompany ? customer.name : ShopperRemoved.inPlaceOfTheName
        write("update customer set name = \(name), email = null, phone = null where customer_id = \(id)")
        write("delete from contact where customer_id = \(id) and (not \(isCompany) or name = \(lead?.name))")
        write("update sales_order set customer_name = \(name) where customer_id = \(id)")
        write("update opportunity set title = \(name) where customer_id = \(id) and title = \(customer.name)")
        write("update timeline_entry set number = '', detail = null where subject_id = \(id.rawValue)")
        write("update forgetting set forgotten_at = clock_timestamp() where customer_id = \(id)")
        emit(
            CustomerChanged(customerID: id, number: customer.number, name: name, ownerID: customer.ownerID),
            chain: customer.chain)
    }
}
