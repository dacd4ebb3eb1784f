import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// What there is of a product.
struct StockView: Codable, Sendable {
    let productID: ProductID
    let sku: String
    let name: String
    let nameZh: String
    let unit: String
    let onHand: ExactDecimal
    /// Held for orders: reserved, or made for them.
    let reserved: ExactDecimal
    let available: ExactDecimal
    /// For those entitled.
    var value: Money?

    /// As those see it who may not know what it costs.
    var withoutValue: StockView {
        var stock = self
        stock.value = nil
        return stock
    }
}

/// Stock by SKU.
struct StockQuery: Codable, Sendable, PageRequest {
    var kind: String?
    /// A part of the SKU or of the name.
    var q: String?
    var sort: Sorting<ProductField>?
    var cursor: String?
    var limit: Int?
}

func stock(_ input: StockQuery, _ call: Call) async throws -> Paged<StockView> {
    let order = input.sort ?? .ascending(.sku)
    let wanted = SQL.all(
        input.kind.map { "p.kind = \($0)" }, .holds(input.q, "p.sku", "p.name", "p.name_zh"),
        order.after(try input.last(ProductID.self), in: "product p", id: "p.product_id"))
    let rows = try await call.database.all(
        """
        \(stockColumns) where \(wanted)
        group by p.product_id order by \(order.clause(id: "p.product_id")) limit \(input.rowLimit)
        """, as: StockView.self)
    let readsCosts = try await call.readsCosts(of: "/erp/api/stock")
    return Paged(rows, input) { [$0.productID.description] }.map { readsCosts ? $0 : $0.withoutValue }
}

private let stockColumns: SQL = """
    select p.product_id, p.sku, p.name, p.name_zh, p.unit, sum(s.on_hand) as on_hand,
        sum(case when s.held_for = \(StockHolder.free.id) then s.reserved else s.on_hand end) as reserved,
        sum(case when s.held_for = \(StockHolder.free.id) then s.on_hand - s.reserved else 0 end) as available,
        sum(s.material + s.labour + s.machine + s.overhead) as value
    from product p join stock s using (product_id)
    """

/// A row of the stock ledger.
struct StockMoveView: Codable, Sendable {
    let moveID: Int
    let kind: String
    let quantity: ExactDecimal
    /// For those entitled.
    var value: Money?
    let balance: ExactDecimal
    /// The order whose goods they are; nil for free stock.
    let orderID: OrderID?
    let sourceType: String
    let sourceID: UUID
    let sourceNumber: String
    let chain: UUID
    let movedAt: Date

    /// As those see it who may not know what it costs.
    var withoutValue: StockMoveView {
        var move = self
        move.value = nil
        return move
    }
}

/// Moves of one product, the latest first.
struct StockMoveQuery: Codable, Sendable, PageRequest {
    var productID: ProductID
    var cursor: String?
    var limit: Int?
}

func stockMoves(_ input: StockMoveQuery, _ call: Call) async throws -> Paged<StockMoveView> {
    let before = try input.position()?.first.flatMap { Int($0) } ?? Int.max
    let rows = try await call.database.all(
        """
        select move_id, kind, quantity, material + labour + machine + overhead as value, balance,
            nullif(held_for, \(StockHolder.free.id)) as order_id, source_type, source_id, source_number, chain, moved_at
        from stock_move where product_id = \(input.productID) and move_id < \(before)
        order by move_id desc limit \(input.rowLimit)
        """, as: StockMoveView.self)
    let readsCosts = try await call.readsCosts(of: "/erp/api/stock/\(input.productID)")
    return Paged(rows, input) { [String($0.moveID)] }.map { readsCosts ? $0 : $0.withoutValue }
}

/// One product's stock, its value included.
func stock(of product: ProductID, _ database: some PostgresExecutor) async throws -> StockView {
    guard
        let found = try await database.first(
            "\(stockColumns) where p.product_id = \(product) group by p.product_id", as: StockView.self)
    else { throw Problem.notFound("product", product) }
    return found
}
