import ERPDomain
import Kernel
import Messaging
import Postgres

/// What an order can draw on of a product.
struct HeldStock: Sendable {
    /// What was made for it.
    fileprivate(set) var own = StockValue()
    /// Nobody's goods, reserved ones included.
    fileprivate(set) var free = StockValue()
    /// What of them is reserved for it.
    fileprivate(set) var reserved = ExactDecimal.zero
    /// What of them is not reserved.
    fileprivate(set) var available = ExactDecimal.zero

    /// What is kept for it alone.
    var kept: ExactDecimal { own.quantity + reserved }
    var total: ExactDecimal { kept + available }
}

/// Locks what an order can draw on of products until the transaction ends: their free stock, as `lockStock` does, and
/// what was made for the order.
func lockHeld(
    for order: OrderID, of products: [ProductID], _ tx: EventTransaction
) async throws -> [ProductID: HeldStock] {
    struct Row: Decodable, Sendable {
        let productID: ProductID
        let isFree: Bool
        let onHand: ExactDecimal
        let material: Money
        let labour: Money
        let machine: Money
        let overhead: Money
        let reserved: ExactDecimal
        let reservedForOrder: ExactDecimal
        var value: StockValue {
            StockValue(
                quantity: onHand,
                value: CostElements(material: material, labour: labour, machine: machine, overhead: overhead))
        }
    }
    let free = StockHolder.free.id
    let rows = try await tx.all(
        """
        select product_id, held_for = \(free) as is_free, on_hand, material, labour, machine, overhead, reserved,
            coalesce((select quantity from reservation
                where reservation.order_id = \(order) and reservation.product_id = stock.product_id), 0)
                as reserved_for_order
        from stock where held_for in (\(free), \(order)) and product_id = any(\(Array(Set(products)))::uuid[])
        order by product_id for no key update
        """, as: Row.self)
    var held: [ProductID: HeldStock] = [:]
    for row in rows {
        var found = held[row.productID] ?? HeldStock()
        if row.isFree {
            (found.free, found.reserved, found.available) = (row.value, row.reservedForOrder, row.onHand - row.reserved)
        } else {
            found.own = row.value
        }
        held[row.productID] = found
    }
    return held
}

/// Issues goods for an order, of every product first what was made for it, then what is reserved for it, then what is
/// free.
///
/// - Parameters:
///   - wanted: every product once.
///   - held: what `lockHeld` found of them.
/// - Returns: what the goods of each cost, in the same order.
/// - Throws: `StockError.short` when there is not enough of one.
func issueHeld(
    _ wanted: [ProductQuantity], from held: [ProductID: HeldStock], for order: OrderID, _ move: StockMove,
    _ tx: EventTransaction
) throws -> [CostElements] {
    var goods: [StockIssue] = []
    var reserved: [ProductID: ExactDecimal] = [:]
    let costs = try wanted.map { wanted in
        var held = held[wanted.productID] ?? HeldStock()
        guard wanted.quantity <= held.total else {
            throw StockError.short(wanted: wanted.quantity, there: held.total)
        }
        var cost = CostElements.zero
        let own = min(wanted.quantity, held.own.quantity)
        if own > .zero {
            let part = try held.own.issue(own)
            goods.append(StockIssue(productID: wanted.productID, holder: .order(order), quantity: own, cost: part))
            cost += part
        }
        let rest = wanted.quantity - own
        if rest > .zero {
            let part = try held.free.issue(rest)
            let ofReserved = min(rest, held.reserved)
            goods.append(
                StockIssue(
                    productID: wanted.productID, holder: .free, quantity: rest, reserved: ofReserved, cost: part))
            if ofReserved > .zero { reserved[wanted.productID] = ofReserved }
            cost += part
        }
        return cost
    }
    issue(goods, move, tx)
    forgetReservations(reserved, for: order, tx)
    return costs
}
