import Foundation
import Kernel
import Messaging
import PortalDomain
import Postgres

/// An order whose row this transaction holds; whatever changes an order goes through here.
struct LockedOrder: Decodable, Sendable {
    let orderID: OrderID
    let number: String
    let shopperID: ShopperID
    let state: WebOrderState
    let total: Money
    let chain: UUID

    /// Locks the order and continues its chain; nil when there is none of that id here.
    static func find(_ id: OrderID, _ tx: EventTransaction) async throws -> LockedOrder? {
        try await tx.first(
            """
            select order_id, number, shopper_id, state, total, chain from web_order
            where order_id = \(id) for no key update
            """)
    }

    /// Moves the order to `state`; `details` are further columns, such as `, reason = …`.
    func move(to state: WebOrderState, _ tx: EventTransaction, with details: SQL = "") async throws {
        tx.write("update web_order set state = \(state)\(details) where order_id = \(orderID)")
        try await recordStep(state, of: orderID, tx)
    }
}

/// Writes down when the order came into the state.
func recordStep(_ state: WebOrderState, of order: OrderID, _ tx: EventTransaction) async throws {
    tx.write(
        """
        insert into web_order_step (order_id, state) values (\(order), \(state)) on conflict do nothing
        """)
}
