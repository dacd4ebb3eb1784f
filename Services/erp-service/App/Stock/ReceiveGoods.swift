import ERPDomain
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// Goods that a supplier delivered.
struct ReceiveGoods: Codable, Sendable {
    struct Line: Codable, Sendable {
        var productID: ProductID
        var quantity: ExactDecimal
        var unitCost: Money
    }
    var supplier: String
    var lines: [Line]
}

/// A goods receipt.
struct GoodsReceived: Codable, Sendable {
    let id: UUID
    let number: String
    let total: Money
}

/// Takes delivered goods into free stock and owes the supplier for them.
func receiveGoods(_ input: ReceiveGoods, _ call: CommandCall) async throws -> GoodsReceived {
    guard !input.lines.isEmpty else { throw Problem.invalid(field: "lines", "must not be empty") }
    for (index, line) in input.lines.enumerated() {
        guard line.quantity > .zero else { throw Problem.invalid(field: "lines[\(index)].quantity", "must be above 0") }
        guard !line.unitCost.isNegative else {
            throw Problem.invalid(field: "lines[\(index)].unitCost", "must not be negative")
        }
    }
    let tx = call.tx
    let products = input.lines.map(\.productID)
    let receipt = GoodsReceived(
        id: UUID.timeOrdered(), number: try await documentNumber("GR", tx),
        total: input.lines.reduce(.zero) { $0 + $1.unitCost * $1.quantity })
    let accounts = try await stockAccounts(of: products, tx)
    let available = try await lockStock(of: products, tx)
    if let unknown = products.first(where: { available[$0] == nil }) { throw Problem.notFound("product", unknown) }
    let source = VoucherSource(type: "goods-receipt", id: receipt.id, number: receipt.number)
    let debits = try record(receipt, input, accounts, source, try call.signedIn().actor, tx)
    try await announceAvailability(of: products, tx)
    try await post(
        Voucher("goods received from \(input.supplier)", debits + [.credit(.payables, receipt.total)]), for: source, tx)
    return receipt
}

/// - Returns: what the goods are worth on each account.
private func record(
    _ receipt: GoodsReceived, _ input: ReceiveGoods, _ accounts: [ProductID: Account], _ source: VoucherSource,
    _ actor: String, _ tx: EventTransaction
) throws -> [Voucher.Posting] {
    tx.write(
        """
        insert into goods_receipt (receipt_id, number, supplier, total, received_by, received_on, chain)
        values (\(receipt.id), \(receipt.number), \(input.supplier), \(receipt.total), \(actor), \(BusinessDate.today),
            \(tx.chain))
        """)
    var debits: [Account: Money] = [:]
    for (index, line) in input.lines.enumerated() {
        let cost = line.unitCost * line.quantity
        tx.write(
            """
            insert into goods_receipt_line (receipt_id, line, product_id, quantity, unit_cost, cost)
            values (\(receipt.id), \(index + 1), \(line.productID), \(line.quantity), \(line.unitCost), \(cost))
            """)
        try receive(
            line.quantity, of: line.productID, for: .free, at: CostElements(material: cost),
            StockMove(kind: .receipt, source: source), tx)
        debits[accounts[line.productID] ?? .materials, default: .zero] += cost
    }
    return debits.sorted { $0.key.rawValue < $1.key.rawValue }.map { .debit($0.key, $0.value) }
}

/// The ledger account that each product's stock is on.
func stockAccounts(of products: some Sequence<ProductID>, _ tx: EventTransaction) async throws -> [ProductID: Account] {
    let rows = try await tx.all(
        "select product_id, kind from product where product_id = any(\(Array(Set(products)))::uuid[])",
        as: KindOfProduct.self)
    return Dictionary(
        rows.map { ($0.productID, $0.kind == .material ? .materials : .finishedGoods) }, uniquingKeysWith: { $1 })
}

private struct KindOfProduct: Decodable, Sendable {
    let productID: ProductID
    let kind: ProductKind
}
