import ERPDomain
import ERPEvents
import Kernel
import Messaging
import Postgres

/// Locks the free stock of products, in the order of their ids, until the transaction ends: whoever needs several rows
/// of stock locks them here first, so that two never wait for each other.
/// - Returns: what of each is available: on hand and not reserved.
@discardableResult
func lockStock(of products: some Sequence<ProductID>, _ tx: EventTransaction) async throws -> [ProductID: ExactDecimal]
{
    let rows = try await tx.all(
        """
        select product_id, on_hand - reserved as quantity from stock
        where held_for = \(StockHolder.free.id) and product_id = any(\(Array(Set(products)))::uuid[])
        order by product_id for no key update
        """, as: ProductQuantity.self)
    return Dictionary(rows.map { ($0.productID, $0.quantity) }, uniquingKeysWith: { $1 })
}

/// Holds free stock for an order.
/// - Throws: `StockError.short` when less is available.
func reserve(
    _ quantity: ExactDecimal, of product: ProductID, for order: OrderID, _ tx: EventTransaction
) async throws {
    let held = try await tx.execute(
        """
        with held as (
            update stock set reserved = reserved + \(quantity)
            where product_id = \(product) and held_for = \(StockHolder.free.id) and on_hand - reserved >= \(quantity)
            returning product_id
        )
        insert into reservation (order_id, product_id, quantity)
        select \(order)::uuid, product_id, \(quantity)::numeric from held
        on conflict (order_id, product_id) do update set quantity = reservation.quantity + excluded.quantity
        """)
    guard held == 1 else { throw StockError.short(wanted: quantity, there: .zero) }
}

/// Lets go of all or part of what is held for an order, without moving goods: they are issued or free.
func forgetReservation(
    _ quantity: ExactDecimal, of product: ProductID, for order: OrderID, _ tx: EventTransaction
) async throws {
    // A reservation of zero would break the table's rule, so the last part deletes the row.
    let gone = try await tx.execute(
        "delete from reservation where order_id = \(order) and product_id = \(product) and quantity = \(quantity)")
    if gone == 0 {
        tx.write(
            """
            update reservation set quantity = quantity - \(quantity)
            where order_id = \(order) and product_id = \(product)
            """)
    }
}

/// Frees everything that is reserved for an order.
/// - Returns: the products whose availability changed.
func releaseReservations(of order: OrderID, _ tx: EventTransaction) async throws -> [ProductID] {
    let held = try await reservations(of: order, tx)
    try await lockStock(of: held.map(\.productID), tx)
    for reservation in held {
        tx.write(
            """
            update stock set reserved = reserved - \(reservation.quantity)
            where product_id = \(reservation.productID) and held_for = \(StockHolder.free.id)
            """)
    }
    tx.write("delete from reservation where order_id = \(order)")
    return held.map(\.productID)
}

/// What is reserved for an order.
func reservations(of order: OrderID, _ database: some PostgresExecutor) async throws -> [ProductQuantity] {
    try await database.all(
        "select product_id, quantity from reservation where order_id = \(order) order by product_id")
}

/// What was made for an order and is in stock.
func ownGoods(of order: OrderID, _ database: some PostgresExecutor) async throws -> [ProductQuantity] {
    try await database.all(
        """
        select product_id, on_hand as quantity from stock where held_for = \(order) and on_hand > 0 order by product_id
        """)
}

/// Tells the shop what can be promised now.
func announceAvailability(of products: some Sequence<ProductID>, _ tx: EventTransaction) async throws {
    let shop = try await tx.all(
        """
        select s.product_id, s.on_hand - s.reserved as quantity from stock s join product p using (product_id)
        where p.in_shop and s.held_for = \(StockHolder.free.id) and s.product_id = any(\(Array(Set(products)))::uuid[])
        order by s.product_id
        """, as: ProductQuantity.self)
    for product in shop { tx.emit(AvailabilityChanged(productID: product.productID, available: product.quantity)) }
}
