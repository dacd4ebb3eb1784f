import Kernel
import Messaging
import PortalDomain
import PortalEvents
import Postgres
import ServiceRuntime

/// To be forgotten.
struct RemoveAccount: Codable, Sendable {
    var currentPassword: String
}

/// `POST account/removal`: what says who they are is erased, here and, by event, at the other services; orders, payments
/// and points stay without it.
func removeAccount(_ input: RemoveAccount, _ call: Call) async throws -> SessionEnded {
    let (own, attempt) = try await proveAgain(input.currentPassword, call)
    try await attempt.succeeded()
    try await call.transaction { tx in
        // The shopper's row is the lock: no order is placed meanwhile.
        let isHere = try await tx.first(
            "select removed_at is null from shopper where shopper_id = \(own.shopperID) for update", as: Bool.self)
        guard isHere == true else { throw Problem.notFound("shopper", own.shopperID) }
        let orders = try await settledOrders(of: own, tx)
        let inquiries: [InquiryID] = try await tx.all(
            "select inquiry_id from inquiry where \(own.theirInquiries) order by inquiry_id")
        try await call.service.book().endAll(of: own.shopperID.rawValue, because: .deactivated, tx)
        erase(own, inquiries, tx)
        tx.emit(ShopperRemoved(shopperID: own.shopperID, orderIDs: orders, inquiryIDs: inquiries))
    }
    return SessionEnded()
}

/// - Throws: ``RemovalError`` while one is under way.
private func settledOrders(of own: StoredShopper, _ tx: EventTransaction) async throws -> [OrderID] {
    struct Row: Decodable, Sendable { let orderID: OrderID, number: String, state: WebOrderState }
    let orders: [Row] = try await tx.all(
        "select order_id, number, state from web_order where shopper_id = \(own.shopperID) order by order_id")
    let due: Int = try await tx.one(
        """
        select (select count(*) from payment_refund join web_order using (order_id)
                where shopper_id = \(own.shopperID) and payment_refund.state = 'due')
            + (select count(*) from order_refund join web_order using (order_id)
                where shopper_id = \(own.shopperID) and order_refund.state = 'due')
        """)
    try Removal.check(orders: orders.map { ($0.number, $0.state) }, refundsDue: due)
    return orders.map(\.orderID)
}

private func erase(_ own: StoredShopper, _ inquiries: [InquiryID], _ tx: EventTransaction) {
    let (id, cards) = (own.shopperID, inquiries.map(\.rawValue))
    tx.write("delete from cart_line where shopper_id = \(id)")
    tx.write("delete from review where shopper_id = \(id)")
    tx.write("delete from inquiry where inquiry_id = any(\(cards)::uuid[])")
    tx.write("delete from address_code where address in (\(own.email), \(own.phone))")
    tx.write("update web_order set ship_to = \(ShopperRemoved.inPlaceOfTheName) where shopper_id = \(id)")
    // In the chains, their name stood for them; the lead in CRM is named as its card was.
    tx.write("update chain_event set label = null where aggregate_id = \(id) or aggregate_id = any(\(cards)::uuid[])")
    tx.write(
        """
        update chain_event set label = null where aggregate_type = 'crm.lead'
            and chain in (select chain from chain_event where aggregate_id = any(\(cards)::uuid[]))
        """)
    tx.write("delete from rt_known_device where person_id = \(id.rawValue)")
    tx.write(
        """
        update rt_session set address = null, agent = null where person_id = \(id.rawValue)
        """)
    tx.write(
        """
        update shopper set name = null, password = null, email = null, phone = null, removed_at = now()
        where shopper_id = \(id)
        """)
}

/// The page that asks for the password again, and the one that says goodbye.
struct RemovalView: Codable, Sendable {
    let signsInWith: String
}

/// `/account/removal`
func removalPage(_ input: NoInput, _ call: Call) async throws -> RemovalView {
    let own = try await ownself(call)
    return RemovalView(signsInWith: own.email ?? own.phone ?? "")
}

struct RemovedView: Codable, Sendable {}

/// `/shopper/removed`
func removedPage(_ input: NoInput, _ call: Call) async throws -> RemovedView { RemovedView() }
