import Kernel
import Messaging
import PortalEvents
import Postgres

/// A shopper removed their account: the books keep their orders, without who they are.
func forgetShopper(_ incoming: Incoming<ShopperRemoved>, _ tx: EventTransaction) async throws {
    let orders = incoming.event.orderIDs.map(\.rawValue)
    let forgotten = try await tx.execute(
        """
        update sales_order set customer_name = \(ShopperRemoved.inPlaceOfTheName), ship_to = null
        where order_id = any(\(orders)::uuid[])
        """)
    guard forgotten == orders.count else { throw NotYet("orders of the shop that have not arrived") }
}
