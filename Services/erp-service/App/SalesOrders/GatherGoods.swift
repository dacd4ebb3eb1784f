import ERPDomain
import ERPEvents
import Kernel
import Messaging
import Postgres

/// When everything an order asks for is in the warehouse and held for it, the order is ready.
func gatherGoods(_ order: inout SalesOrder, _ tx: EventTransaction) async throws {
    guard SalesOrderState.table.allows(.gatherGoods, in: order.state) else { return }
    guard try await missingGoods(of: order.orderID, tx).isEmpty else { return }
    try await advance(&order, .gatherGoods, tx)
    tx.emit(SalesOrderProduced(orderID: order.orderID, number: order.number))
    try await tx.close(.planOrder, for: order.orderID.rawValue)
    try await tx.close(.buyMaterial, for: order.orderID.rawValue)
    try await tx.close(.makeOrder, for: order.orderID.rawValue)
    try await offerShipment(of: order, tx)
}

/// Asks the warehouse to ship what may be shipped.
func offerShipment(of order: SalesOrder, _ tx: EventTransaction) async throws {
    guard order.mayShip else { return }
    try await tx.open(
        .shipOrder, for: order.orderID.rawValue, subject: order.number, link: order.link, matter: order.matter())
}

/// What an order's lines ask for beyond what is held for it.
func missingGoods(of order: OrderID, _ database: some PostgresExecutor) async throws -> [ProductQuantity] {
    try await database.all(
        """
        select l.product_id, l.wanted - coalesce(r.quantity, 0) - coalesce(s.on_hand, 0) as quantity
        from (select product_id, sum(quantity) as wanted from sales_order_line where order_id = \(order)
            group by product_id) l
        left join reservation r on r.order_id = \(order) and r.product_id = l.product_id
        left join stock s on s.held_for = \(order) and s.product_id = l.product_id
        where l.wanted > coalesce(r.quantity, 0) + coalesce(s.on_hand, 0)
        order by l.product_id
        """)
}
