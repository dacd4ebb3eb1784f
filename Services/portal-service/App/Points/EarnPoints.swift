import Kernel
import Messaging
import PortalDomain
import PortalEvents
import Postgres

/// The points of a shipped order; once per order.
func earnPoints(by id: OrderID, _ tx: EventTransaction) async throws {
    guard let order = try await LockedOrder.find(id, tx) else { return }
    // The balance goes into the event: the shopper's row keeps two orders from computing it at once.
    try await tx.execute("select 1 from shopper where shopper_id = \(order.shopperID) for no key update")
    let lot = PointsLot(orderID: id, total: order.total)
    let added = try await tx.execute(
        """
        insert into points_lot (order_id, shopper_id, earned, remaining)
        values (\(id), \(order.shopperID), \(lot.earned), \(lot.remaining))
        on conflict (order_id) do nothing
        """)
    guard added == 1 else { return }
    let balance = try await pointsLots(of: order.shopperID, tx).map(\.lot).balance
    tx.emit(PointsEarned(shopperID: order.shopperID, orderID: id, points: lot.earned, balance: balance))
}
