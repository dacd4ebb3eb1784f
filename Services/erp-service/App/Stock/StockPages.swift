import Kernel
import ServiceRuntime

/// What there is of every product.
struct StockPage: Codable, Sendable {
    struct Row: Codable, Sendable {
        let link: String
        let sku: String
        let name: String
        let onHand: String
        let reserved: String
        let available: String
        let value: String?

        init(_ stock: StockView, _ call: Call) {
            link = "/erp/stock/\(stock.productID)"
            (sku, name) = (stock.sku, call.name(stock.name, stock.nameZh))
            onHand = "\(stock.onHand) \(stock.unit)"
            (reserved, available) = (call.format(stock.reserved), call.format(stock.available))
            value = stock.value.map { call.format($0) }
        }
    }
    let rows: [Row]
    let showsValues: Bool
    let canReceive: Bool
    let next: String?
}

func stockPage(_ input: StockQuery, _ call: Call) async throws -> StockPage {
    let page = try await stock(input, call)
    let person = try call.signedIn()
    return StockPage(
        rows: page.items.map { .init($0, call) }, showsValues: Access.costReaders.admits(person),
        canReceive: person.has(.warehouse), next: page.next)
}

/// The stock ledger of a product.
struct StockMovesPage: Codable, Sendable {
    struct Row: Codable, Sendable {
        let moved: String
        let kind: String
        let quantity: String
        let value: String?
        let balance: String
        let source: String
        let holder: String
        let chainLink: String
    }
    let product: StockPage.Row
    let showsValues: Bool
    let moves: [Row]
    let next: String?
}

func stockMovesPage(_ input: StockMoveQuery, _ call: Call) async throws -> StockMovesPage {
    let page = try await stockMoves(input, call)
    let showsValues = Access.costReaders.admits(try call.signedIn())
    let product = try await stock(of: input.productID, call.database)
    return StockMovesPage(
        product: .init(showsValues ? product : product.withoutValue, call), showsValues: showsValues,
        moves: page.items.map { move in
            .init(
                moved: call.format(move.movedAt), kind: call.text("move_\(move.kind)"),
                quantity: call.format(move.quantity), value: move.value.map { call.format($0) },
                balance: call.format(move.balance), source: move.sourceNumber,
                holder: call.text(move.orderID == nil ? "erp_free_stock" : "erp_made_for_order"),
                chainLink: chainLink(move.chain))
        }, next: page.next)
}

/// The form for goods that were delivered; begins with what an order misses when one is named.
struct GoodsReceiptPage: Codable, Sendable {
    struct Query: Codable, Sendable {
        var orderID: OrderID?
    }
    struct Choice: Codable, Sendable {
        let value: String
        let text: String
        let chosen: Bool
    }
    struct Row: Codable, Sendable {
        let index: Int
        let number: Int
        let isFirst: Bool
        let products: [Choice]
        let quantity: String?
    }
    let rows: [Row]
}

func goodsReceiptPage(_ input: GoodsReceiptPage.Query, _ call: Call) async throws -> GoodsReceiptPage {
    let products = try await products(ProductQuery(limit: 200), call).items
    let missing =
        if let order = input.orderID { try await missingMaterial(of: order, call.database) } else {
            [MissingMaterial]()
        }
    return GoodsReceiptPage(
        rows: (0..<max(5, missing.count)).map { index in
            let goods = missing.indices.contains(index) ? missing[index] : nil
            return .init(
                index: index, number: index + 1, isFirst: index == 0,
                products: products.map {
                    .init(
                        value: $0.id.description, text: "\($0.sku) · \(call.name($0.name, $0.nameZh))",
                        chosen: $0.id == goods?.productID)
                },
                quantity: goods?.quantity.description)
        })
}
