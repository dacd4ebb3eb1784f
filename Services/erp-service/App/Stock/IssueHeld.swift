import ERPDomain
import Kernel
import Messaging
import Postgres

/// Issues goods for an order: first what was made for it, then what is reserved for it, then what is free.
///
/// The free stock of the product must be locked already (`lockStock`).
/// - Throws: `StockError.short` when all of it together is not enough.
func issueHeld(
    _ quantity: ExactDecimal, of product: ProductID, for order: OrderID, _ move: StockMove, _ tx: EventTransaction
) async throws -> CostElements {
    let held = try await heldFor(order, product, tx)
    var cost = CostElements.zero
    let own = min(quantity, held.own)
    if own > .zero { cost += try await issue(own, of: product, from: .order(order), move, tx) }
    let rest = quantity - own
    guard rest > .zero else { return cost }
    guard rest <= held.reserved + held.available else {
        throw StockError.short(wanted: quantity, there: held.own + held.reserved + held.available)
    }
    let reserved = min(rest, held.reserved)
    cost += try await issue(rest, of: product, from: .free, reserved: reserved, move, tx)
    if reserved > .zero { try await forgetReservation(reserved, of: product, for: order, tx) }
    return cost
}

/// What an order can draw on.
struct HeldStock: Decodable, Sendable {
    let own: ExactDecimal
    let reserved: ExactDecimal
    let available: ExactDecimal
    var total: ExactDecimal { own + reserved + available }
}

/// What an order can draw on of a product.
func heldFor(_ order: OrderID, _ product: ProductID, _ tx: EventTransaction) async throws -> HeldStock {
    try await tx.one(
        """
        select
            coalesce((select on_hand from stock where product_id = \(product) and held_for = \(order)), 0) as own,
            coalesce((select quantity from reservation where product_id = \(product) and order_id = \(order)), 0)
                as reserved,
            coalesce((select on_hand - reserved from stock
                where product_id = \(product) and held_for = \(StockHolder.free.id)), 0) as available
        """)
}
