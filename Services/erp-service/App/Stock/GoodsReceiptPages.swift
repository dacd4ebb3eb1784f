import Kernel
import ServiceRuntime

/// Goods received as a list.
struct GoodsReceiptsPage: ShowsTable, Codable, Sendable {
    let table: DataTable
    let canReceive: Bool
}

func goodsReceiptsPage(_ input: GoodsReceiptQuery, _ call: Call) async throws -> GoodsReceiptsPage {
    let person = try call.signedIn()
    var columns: [TableColumn<GoodsReceiptView>] = [
        .init("erp_number") { .link($0.number, to: "/erp/goods-receipts/\($0.number)") },
        .init("erp_supplier") { .text($0.supplier) },
        .init("erp_goods") { receipt in
            .text(receipt.lines.map { call.name($0.name, $0.nameZh) }.joined(separator: ", "))
        },
        .init("erp_goods_received_on") { .text(call.format($0.receivedOn)) },
        .init("erp_goods_received_by") { .text($0.receivedBy) },
    ]
    if Access.costReaders.admits(person) {
        columns.append(.init("erp_value", isNumber: true) { .text($0.total.map { call.format($0) }) })
    }
    return GoodsReceiptsPage(
        table: DataTable(
            try await call.listed("goods-receipts", input, goodsReceipts), sorted: "",
            filters: [.text("action_search"), .day("from", "field_from"), .day("to", "field_to")],
            empty: "erp_goods_receipts_empty", columns: columns, call),
        canReceive: person.has(.warehouse))
}

/// A goods receipt: what came, from whom, and who took it in.
func goodsReceiptDocument(_ input: NumberPath, _ call: Call) async throws -> DocumentPage {
    let receipt = try await goodsReceipt(input, call)
    let showsCosts = receipt.total != nil
    return DocumentPage(
        DocumentView(
            "erp_goods_receipt", list: "/erp/goods-receipts", number: receipt.number, subject: receipt.supplier,
            badges: [Badge("received", words: "goods", call)],
            waiting: nil,
            facts: [
                DocumentFact("erp_supplier", receipt.supplier),
                DocumentFact("erp_goods_received_on", call.format(receipt.receivedOn)),
                DocumentFact("erp_goods_received_by", receipt.receivedBy),
                DocumentFact("erp_total", receipt.total.map { call.format($0) }),
            ],
            tables: [
                DocumentTable(
                    "goods", "erp_goods",
                    [.init(call.text("erp_product")), .init(call.text("erp_quantity"), isNumber: true)]
                        + (showsCosts ? [.init(call.text("erp_value"), isNumber: true)] : []),
                    receipt.lines.map { line in
                        [
                            .text(
                                "\(line.sku) · \(call.name(line.name, line.nameZh))",
                                link: "/erp/stock/\(line.productID)"),
                            .text(call.counted(line.quantity, line.unit)),
                        ] + (showsCosts ? [.text(line.cost.map { call.format($0) })] : [])
                    })
            ], chain: nil, call))
}
