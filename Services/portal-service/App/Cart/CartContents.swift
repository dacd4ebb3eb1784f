import Kernel
import PortalDomain
import Postgres
import ServiceRuntime

/// What is in a shopper's cart, with today's prices.
struct CartContents: Codable, Sendable {
    struct Line: Codable, Sendable {
        let productID: ProductID
        let sku: String
        let name: String
        let nameZh: String
        let quantity: ExactDecimal
        let unitPrice: Money
        let net: Money
        let tax: Money
        let total: Money
        /// What can be promised now; ERP decides when the order is placed.
        let available: ExactDecimal
    }
    let lines: [Line]
    let net: Money
    let tax: Money
    let total: Money
}

/// `GET cart`
func showCart(_: NoInput, _ call: Call) async throws -> CartContents {
    CartContents(try await cartLines(of: try call.signedIn(), call.database))
}

extension CartContents {
    init(_ lines: [CartLineRow]) {
        let totals = OrderTotals(lines.map(\.priced))
        self.init(lines: lines.map(\.shown), net: totals.net, tax: totals.tax, total: totals.total)
    }
}

/// The lines of a cart whose products are still in the shop, in the order in which they were put in.
func cartLines(of shopper: Person, _ database: some PostgresExecutor) async throws -> [CartLineRow] {
    let level = try await level(of: shopper, database)
    let rows: [CartLineRow] = try await database.all(
        """
        select c.product_id, p.sku, p.name, p.name_zh, c.quantity, p.list_price, p.tax_rate, p.in_shop, \(PriceColumns.read),
            coalesce(a.available, 0) as available
        from cart_line c join product p using (product_id) left join product_availability a using (product_id)
            \(PriceColumns.joined)
        where c.shopper_id = \(shopper.shopperID) order by c.put_at, c.product_id
        """)
    return rows.map { row in
        var row = row
        row.level = level
        return row
    }
}

/// A line of a cart as it is kept.
struct CartLineRow: PricedRow, Decodable, Sendable {
    let productID: ProductID
    let sku: String
    let name: String
    let nameZh: String
    let quantity: ExactDecimal
    let listPrice: Money
    let memberPrice: Money?
    let vipPrice: Money?
    let specialPrice: Money?
    let specialFrom: BusinessDate?
    let specialTo: BusinessDate?
    let taxRate: ExactDecimal
    let inShop: Bool
    let available: ExactDecimal
    /// How well the shop knows whose cart it is; a guest's until it is said.
    var level = ShopperLevel.guest

    private enum CodingKeys: String, CodingKey {
        case productID, sku, name, nameZh, quantity, listPrice, memberPrice, vipPrice, specialPrice, specialFrom
        case specialTo, taxRate, inShop, available
    }

    /// Per unit, before VAT: what is paid today.
    var unitPrice: Money { prices.applying(to: level, on: .today).price }

    var priced: PricedLine {
        PricedLine(productID: productID, quantity: quantity, unitPrice: unitPrice, taxRate: taxRate)
    }

    var shown: CartContents.Line {
        CartContents.Line(
            productID: productID, sku: sku, name: name, nameZh: nameZh, quantity: quantity, unitPrice: unitPrice,
            net: priced.net, tax: priced.tax, total: priced.total, available: available)
    }
}
