import Kernel
import ServiceRuntime

/// What there is of every product.
struct StockPage: ShowsTable, Codable, Sendable {
    let table: DataTable
    let canReceive: Bool
}

func stockPage(_ input: StockQuery, _ call: Call) async throws -> StockPage {
    let person = try call.signedIn()
    var columns: [TableColumn<StockView>] = [
        .init("erp_name", sort: "name") { .link(call.name($0.name, $0.nameZh), to: "/erp/stock/\($0.productID)") },
        .init("erp_sku", sort: "sku") { .text($0.sku) },
        .init("erp_on_hand", isNumber: true) { .text(call.counted($0.onHand, $0.unit)) },
        .init("erp_reserved", isNumber: true) { .text(call.counted($0.reserved, $0.unit)) },
        .init("erp_available", isNumber: true) { .text(call.counted($0.available, $0.unit)) },
    ]
    if Access.costReaders.admits(person) {
        columns.append(.init("erp_value", isNumber: true) { .text($0.value.map { call.format($0) }) })
    }
    return StockPage(
        table: DataTable(
            try await call.listed("stock", input, stock), sorted: (input.sort ?? .ascending(.sku)).word,
            filters: [.text("action_search"), .kindOfProduct(call)], empty: "erp_stock_empty", columns: columns, call),
        canReceive: person.has(.warehouse))
}

/// What there is of one product.
struct StockSummary: Codable, Sendable {
    let sku: String
    let name: String
    let onHand: String
    let reserved: String
    let available: String
    let value: String?

    init(_ stock: StockView, _ call: Call) {
        (sku, name) = (stock.sku, call.name(stock.name, stock.nameZh))
        onHand = call.counted(stock.onHand, stock.unit)
        reserved = call.counted(stock.reserved, stock.unit)
        available = call.counted(stock.available, stock.unit)
        value = stock.value.map { call.format($0) }
    }
}

/// The stock ledger of a product.
struct StockMovesPage: ShowsTable, Codable, Sendable {
    let product: StockSummary
    let table: DataTable
}

func stockMovesPage(_ input: StockMoveQuery, _ call: Call) async throws -> StockMovesPage {
    let showsValues = Access.costReaders.admits(try call.signedIn())
    let product = try await stock(of: input.productID, call.database)
    var columns: [TableColumn<StockMoveView>] = [
        .init("erp_time") { .text(call.format($0.movedAt)) },
        .init("erp_move") { .text(call.text("move_\($0.kind)")) },
        .init("erp_document") {
            .link($0.sourceNumber, to: sourceLink($0.sourceType, $0.sourceID, $0.sourceNumber, chain: $0.chain))
        },
        .init("erp_holder") { .text(call.text($0.orderID == nil ? "erp_free_stock" : "erp_made_for_order")) },
        .init("erp_quantity", isNumber: true) { .text(call.counted($0.quantity, product.unit)) },
        .init("erp_balance", isNumber: true) { .text(call.counted($0.balance, product.unit)) },
    ]
    if showsValues {
        columns.insert(.init("erp_value", isNumber: true) { .text($0.value.map { call.format($0) }) }, at: 5)
    }
    return StockMovesPage(
        product: StockSummary(showsValues ? product : product.withoutValue, call),
        table: DataTable(
            try await call.listed("stock-moves", input, stockMoves), sorted: "", empty: "erp_moves_empty",
            columns: columns, call))
}

/// The form for goods that were delivered; begins with what an order misses when one is named.
struct GoodsReceiptPage: Codable, Sendable {
    struct Query: Codable, Sendable {
        var orderID: OrderID?
    }
    struct Row: Codable, Sendable {
        let index: Int
        let isFirst: Bool
        /// Whether it is one to add, folded away until then.
        let isMore: Bool
        let product: FormField.View
        let quantity: String?
        let unit: String?
    }
    let rows: [Row]
}

func goodsReceiptPage(_ input: GoodsReceiptPage.Query, _ call: Call) async throws -> GoodsReceiptPage {
    let missing =
        if let order = input.orderID { try await missingMaterial(of: order, call.database) } else {
            [MissingMaterial]()
        }
    return GoodsReceiptPage(
        rows: (0..<(max(1, missing.count) + linesToAdd)).map { index in
            let goods = missing.indices.contains(index) ? missing[index] : nil
            return .init(
                index: index, isFirst: index == 0, isMore: index >= max(1, missing.count),
                product: FormField.reference(
                    "lines[\(index)].productID", "erp_product", among: "products", about: "\(index + 1)",
                    value: goods.map {
                        LookupEntry(id: $0.productID, number: $0.sku, name: call.name($0.name, $0.nameZh)).shown
                    } ?? "", isRequired: index == 0
                ).view(of: "receipt", call),
                quantity: goods?.quantity.description, unit: goods.map { call.unit($0.unit) })
        })
}
