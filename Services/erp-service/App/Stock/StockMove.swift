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
) throws {
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
        insert into stock_move (product_id, held_for, kind, quantity, material, labour, machine, overhead, balance,
            source_type, source_id, source_number, chain)
        select \(product)::uuid, \(holder.id)::uuid, \(move.kind), \(quantity)::numeric, \(cost.material)::numeric,
            \(cost.labour)::numeric, \(cost.machine)::numeric, \(cost.overhead)::numeric, on_hand,
            \(move.source.type), \(move.source.id)::uuid, \(move.source.number), \(tx.chain)::uuid
        from balance
        """)
}

/// Goods to be given out, valued.
struct StockIssue: Sendable {
    let productID: ProductID
    let holder: StockHolder
    let quantity: ExactDecimal
    /// What of them was reserved and is so no more.
    var reserved = ExactDecimal.zero
    let cost: CostElements
}

/// Gives goods out, whose balances must be locked. The balances and their rows in the ledger are one statement.
/// - Parameter goods: those of one product and holder once.
func issue(_ goods: [StockIssue], _ move: StockMove, _ tx: EventTransaction) {
    guard !goods.isEmpty else { return }
    tx.write(
        """
        with given as (
            select * from unnest(
                \(goods.map(\.productID))::uuid[], \(goods.map(\.holder.id))::uuid[],
                \(goods.map(\.quantity))::numeric[], \(goods.map(\.reserved))::numeric[],
                \(goods.map(\.cost.material))::numeric[], \(goods.map(\.cost.labour))::numeric[],
                \(goods.map(\.cost.machine))::numeric[], \(goods.map(\.cost.overhead))::numeric[]
            ) with ordinality
            as given (product_id, held_for, quantity, reserved, material, labour, machine, overhead, n)
        ), balance as (
            update stock set
                on_hand = stock.on_hand - given.quantity, reserved = stock.reserved - given.reserved,
                material = stock.material - given.material, labour = stock.labour - given.labour,
                machine = stock.machine - given.machine, overhead = stock.overhead - given.overhead
            from given where stock.product_id = given.product_id and stock.held_for = given.held_for
            returning given.*, stock.on_hand
        )
        insert into stock_move (product_id, held_for, kind, quantity, material, labour, machine, overhead, balance,
            source_type, source_id, source_number, chain)
        select product_id, held_for, \(move.kind), -quantity, -material, -labour, -machine, -overhead, on_hand,
            \(move.source.type), \(move.source.id)::uuid, \(move.source.number), \(tx.chain)::uuid
        from balance order by n
        """)
    forgetEmptied(goods.filter { $0.holder != .free }, tx)
}

/// An order's balance ends with its goods: the ledger keeps what there was.
private func forgetEmptied(_ goods: [StockIssue], _ tx: EventTransaction) {
    guard !goods.isEmpty else { return }
    tx.write(
        """
        delete from stock where on_hand = 0 and (product_id, held_for) in (
            select * from unnest(\(goods.map(\.productID))::uuid[], \(goods.map(\.holder.id))::uuid[]))
        """)
}

/// What an order's goods leave behind (a rounded lot, a cancelled order) becomes free stock at the same value.
func freeOwnGoods(of order: OrderID, _ source: VoucherSource, _ tx: EventTransaction) async throws -> [ProductID] {
    let move = StockMove(kind: .transfer, source: source)
    let products = try await ownGoods(of: order, tx).map(\.productID)
    let held = try await lockHeld(for: order, of: products, tx)
    let goods = products.compactMap { product in
        held[product].map {
            StockIssue(
                productID: product, holder: .order(order), quantity: $0.own.quantity, cost: $0.own.value)
        }
    }
    issue(goods, move, tx)
    for goods in goods {
        try receive(goods.quantity, of: goods.productID, for: .free, at: goods.cost, move, tx)
    }
    return products
}

/// A quantity of a product.
struct ProductQuantity: Codable, Sendable {
    let productID: ProductID
    let quantity: ExactDecimal
}
