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

/// Holds free stock for an order. It must be locked already (`lockStock`): this takes the rows in no order of its own.
/// - Throws: `StockError.short` when less of a product is available.
func reserve(_ wanted: [ProductID: ExactDecimal], for order: OrderID, _ tx: EventTransaction) async throws {
    guard !wanted.isEmpty else { return }
    let held = try await tx.all(
        """
        with held as (
            update stock set reserved = stock.reserved + wanted.quantity
            from unnest(\(Array(wanted.keys))::uuid[], \(Array(wanted.values))::numeric[])
                as wanted (product_id, quantity)
            where stock.product_id = wanted.product_id and held_for = \(StockHolder.free.id)
                and on_hand - stock.reserved >= wanted.quantity
            returning wanted.product_id, wanted.quantity
        )
        insert into reservation (order_id, product_id, quantity)
        select \(order)::uuid, product_id, quantity from held
        on conflict (order_id, product_id) do update set quantity = reservation.quantity + excluded.quantity
        returning product_id
        """, as: ProductID.self)
    if let short = Set(wanted.keys).subtracting(held).first {
        throw StockError.short(wanted: wanted[short] ?? .zero, there: .zero)
    }
}

/// Lets go of all or part of what is held for an order, without moving goods: they are issued.
func forgetReservations(_ parts: [ProductID: ExactDecimal], for order: OrderID, _ tx: EventTransaction) {
    guard !parts.isEmpty else { return }
    // A reservation of zero would break the table's rule, so the last part deletes the row.
    tx.write(
        """
        with part as (
            select * from unnest(\(Array(parts.keys))::uuid[], \(Array(parts.values))::numeric[])
                as part (product_id, quantity)
        ), gone as (
            delete from reservation using part
            where order_id = \(order) and reservation.product_id = part.product_id
                and reservation.quantity = part.quantity
        )
        update reservation set quantity = reservation.quantity - part.quantity from part
        where order_id = \(order) and reservation.product_id = part.product_id and reservation.quantity <> part.quantity
        """)
}

/// Frees everything that is reserved for an order.
/// - Returns: the products whose availability changed.
func releaseReservations(of order: OrderID, _ tx: EventTransaction) async throws -> [ProductID] {
    let products = try await reservations(of: order, tx).map(\.productID)
    guard !products.isEmpty else { return [] }
    try await lockStock(of: products, tx)
    tx.write(
        """
        with gone as (delete from reservation where order_id = \(order) returning product_id, quantity)
        update stock set reserved = reserved - gone.quantity from gone
        where stock.product_id = gone.product_id and held_for = \(StockHolder.free.id)
        """)
    return products
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
