import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A goods receipt in a list.
struct GoodsReceiptView: Codable, Sendable {
    let id: UUID
    let number: String
    let supplier: String
    let receivedOn: BusinessDate
    /// Who took the goods in; nil where nobody is known.
    let receivedBy: String?
    let chain: UUID
    let lines: [Line]
    /// For those entitled.
    var total: Money?

    struct Line: Codable, Sendable {
        let productID: ProductID
        let sku: String
        let name: String
        let nameZh: String
        let unit: String
        let quantity: ExactDecimal
        /// For those entitled.
        var cost: Money?
    }

    /// As those see it who may not know what it costs.
    var withoutCost: GoodsReceiptView {
        GoodsReceiptView(
            id: id, number: number, supplier: supplier, receivedOn: receivedOn, receivedBy: receivedBy, chain: chain,
            lines: lines.map { line in
                var line = line
                line.cost = nil
                return line
            })
    }
}

/// Goods received, the latest first.
struct GoodsReceiptQuery: Codable, Sendable, PageRequest {
    /// A part of the number or of the supplier's name.
    var q: String?
    /// The days on which they came.
    var from: BusinessDate?
    var to: BusinessDate?
    var cursor: String?
    var limit: Int?
}

func goodsReceipts(_ input: GoodsReceiptQuery, _ call: Call) async throws -> Paged<GoodsReceiptView> {
    let last = try input.last(ID<GoodsReceiptView>.self)
    let wanted = SQL.all(
        .holds(input.q, "r.number", "r.supplier"), .day("r.received_on", from: input.from, to: input.to),
        last.map { "r.receipt_id < \($0)" })
    let rows: [GoodsReceiptView] = try await call.database.all(
        "\(columns(call)) where \(wanted) order by r.receipt_id desc limit \(input.rowLimit)")
    let readsCosts = try await call.readsCosts(of: "/erp/api/goods-receipts")
    return Paged(rows, input) { [$0.id.text] }.map { readsCosts ? $0 : $0.withoutCost }
}

func goodsReceipt(_ input: NumberPath, _ call: Call) async throws -> GoodsReceiptView {
    let found: GoodsReceiptView? = try await call.database.first("\(columns(call)) where r.number = \(input.number)")
    guard let found else { throw Problem.notFound("goods receipt", input.number) }
    return try await call.readsCosts(of: "/erp/api/goods-receipts/\(input.number)") ? found : found.withoutCost
}

private func columns(_ call: Call) -> SQL {
    """
    select r.receipt_id as id, r.number, r.supplier, r.received_on, \(call.nameColumn(of: "s")) as received_by, r.chain,
        r.total, (
            select jsonb_agg(jsonb_build_object('productID', l.product_id, 'sku', p.sku, 'name', p.name,
                'nameZh', p.name_zh, 'unit', p.unit, 'quantity', trim_scale(l.quantity)::text,
                'cost', jsonb_build_object('amount', l.cost::text)) order by l.line)
            from goods_receipt_line l join product p using (product_id) where l.receipt_id = r.receipt_id
        ) as lines
    from goods_receipt r left join staff s on r.received_by = 'staff:' || s.staff_id
    """
}
