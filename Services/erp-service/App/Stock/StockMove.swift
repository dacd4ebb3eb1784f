import ERPDomain
import Foundation
import Kernel
import Messaging
import Postgres

/// Whose goods they are.
enum StockHolder: Sendable, Equatable {
    /// Nobody's: free to be reserved.
    case free
    /// Made for an order, or kept for it.
    case order(OrderID)

    /// The id in the stock tables; the zero id stands for free stock.
    var id: UUID {
        switch self {
        case .free: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        case .order(let order): order.rawValue
        }
    }
}

/// Why goods move, and the document that says so.
struct StockMove: Sendable {
    enum Kind: String, PostgresEncodable { case receipt, issue, production, shipment, transfer }
    let kind: Kind
    let source: VoucherSource
}

/// Takes goods in at their cost. The balance and its row in the ledger are one statement.
func receive(
    _ quantity: ExactDecimal, of product: ProductID, for holder: StockHolder, at cost: CostElements, _ move: StockMove,
    _ tx: EventTransaction
) async throws {
    guard quantity > .zero else { throw StockError.notPositive(quantity) }
    tx.write(
        """
        with balance as (
            insert into stock (product_id, held_for, on_hand, material, labour, machine, overhead)
            values (\(product), \(holder.id), \(quantity), \(cost.material), \(cost.labour), \(cost.machine),
                \(cost.overhead))
            on conflict (product_id, held_for) do update set
                on_hand = stock.on_hand + excluded.on_hand, material = stock.material + excluded.material,
                labour = stock.labour + excluded.labour, machine = stock.machine + excluded.machine,
                overhead = stock.overhead + excluded.overhead
            returning on_hand
        )
        \(ledgerRow(quantity, product, holder, cost, move, tx))
        """)
}

private struct Balance: Decodable, Sendable {
    let onHand: ExactDecimal
    let material: Money
    let labour: Money
    let machine: Money
    let overhead: Money
    var value: StockValue {
        StockValue(
            quantity: onHand,
            value: CostElements(material: material, labour: labour, machine: machine, overhead: overhead))
    }
}

/// Gives goods out at moving average.
/// - Parameter reserved: what of it was reserved and is so no more.
/// - Returns: what the goods cost.
/// - Throws: `StockError.short` when there are fewer.
func issue(
    _ quantity: ExactDecimal, of product: ProductID, from holder: StockHolder, reserved: ExactDecimal = .zero,
    _ move: StockMove, _ tx: EventTransaction
) async throws -> CostElements {
    let found = try await tx.first(
        """
        select on_hand, material, labour, machine, overhead from stock
        where product_id = \(product) and held_for = \(holder.id) for no key update
        """, as: Balance.self)
    var stock = found?.value ?? StockValue()
    let cost = try stock.issue(quantity)
    tx.write(
        """
        with balance as (
            update stock set on_hand = on_hand - \(quantity), reserved = reserved - \(reserved),
                material = material - \(cost.material), labour = labour - \(cost.labour),
                machine = machine - \(cost.machine), overhead = overhead - \(cost.overhead)
            where product_id = \(product) and held_for = \(holder.id)
            returning on_hand
        )
        \(ledgerRow(-quantity, product, holder, .zero - cost, move, tx))
        """)
    return cost
}

private func ledgerRow(
    _ quantity: ExactDecimal, _ product: ProductID, _ holder: StockHolder, _ cost: CostElements, _ move: StockMove,
    _ tx: EventTransaction
) -> SQL {
    """
    insert into stock_move (product_id, held_for, kind, quantity, material, labour, machine, overhead, balance,
        source_type, source_id, source_number, chain)
    select \(product)::uuid, \(holder.id)::uuid, \(move.kind), \(quantity)::numeric, \(cost.material)::numeric,
        \(cost.labour)::numeric, \(cost.machine)::numeric, \(cost.overhead)::numeric, on_hand, \(move.source.type),
        \(move.source.id)::uuid, \(move.source.number), \(tx.chain)::uuid
    from balance
    """
}

/// What an order's goods leave behind (a rounded lot, a cancelled order) becomes free stock at the same value.
func freeOwnGoods(of order: OrderID, _ source: VoucherSource, _ tx: EventTransaction) async throws -> [ProductID] {
    let move = StockMove(kind: .transfer, source: source)
    let left = try await tx.all(
        """
        select product_id, on_hand as quantity from stock where held_for = \(order) and on_hand > 0 order by product_id
        """, as: ProductQuantity.self)
    for goods in left {
        let cost = try await issue(goods.quantity, of: goods.productID, from: .order(order), move, tx)
        try await receive(goods.quantity, of: goods.productID, for: .free, at: cost, move, tx)
    }
    return left.map(\.productID)
}

/// A quantity of a product.
struct ProductQuantity: Codable, Sendable {
    let productID: ProductID
    let quantity: ExactDecimal
}
