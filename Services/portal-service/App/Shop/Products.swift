import Kernel
import PortalDomain
import Postgres
import ServiceRuntime

/// Which products to list.
struct ProductSearch: PageRequest, Codable, Sendable {
    var category: String?
    /// A part of the name or of the SKU.
    var q: String?
    var cursor: String?
    var limit: Int?
}

/// A product as the shop shows it.
struct ShopProduct: Codable, Sendable {
    let id: ProductID
    let sku: String
    let name: String
    let nameZh: String
    let description: String?
    let unit: String
    /// Per unit, before VAT.
    let listPrice: Money
    let taxRate: ExactDecimal
    /// What a shopper pays for one.
    let price: Money
    /// What can be promised now; zero while ERP has not said.
    let available: ExactDecimal
    let category: String?
    let reviews: Int
    /// The mean of the reviews with one place; nil without any.
    let stars: ExactDecimal?
}

struct ProductPath: Codable, Sendable {
    var id: ProductID
}

/// `GET products`
func listProducts(_ search: ProductSearch, _ call: Call) async throws -> Paged<ShopProduct> {
    let last: ProductID? = try search.last()
    let pattern = search.q.map { "%" + $0.replacing("%", with: "\\%").replacing("_", with: "\\_") + "%" }
    let wanted = SQL.all(
        "p.in_shop", search.category.map { "p.category = \($0)" },
        pattern.map { "(p.name ilike \($0) or p.name_zh ilike \($0) or p.sku ilike \($0))" },
        last.map { "p.product_id < \($0)" })
    let rows: [ShopProductRow] = try await call.database.all(
        selectProducts + """
             where \(wanted)
            order by p.product_id desc limit \(search.rowLimit)
            """)
    return Paged(rows.map(\.product), search) { [$0.id.description] }
}

/// `GET products/{id}`
func showProduct(_ path: ProductPath, _ call: Call) async throws -> ShopProduct {
    let row: ShopProductRow? = try await call.database.first(
        selectProducts + " where p.product_id = \(path.id) and p.in_shop")
    guard let row else { throw Problem.notFound("product", path.id) }
    return row.product
}

/// The categories that have something to sell, in the order of their names.
func shopCategories(_ database: some PostgresExecutor) async throws -> [String] {
    try await database.all(
        "select distinct category from product where in_shop and category is not null order by category")
}

private let selectProducts: SQL = """
    select p.product_id as id, p.sku, p.name, p.name_zh, p.description, p.unit, p.list_price, p.tax_rate,
        coalesce(a.available, 0) as available, p.category, r.reviews, r.stars
    from product p
    left join product_availability a using (product_id)
    left join lateral (
        select count(*) as reviews, round(avg(stars), 1) as stars from review where product_id = p.product_id
    ) r on true
    """

private struct ShopProductRow: Decodable, Sendable {
    let id: ProductID
    let sku: String
    let name: String
    let nameZh: String
    let description: String?
    let unit: String
    let listPrice: Money
    let taxRate: ExactDecimal
    let available: ExactDecimal
    let category: String?
    let reviews: Int
    let stars: ExactDecimal?

    var product: ShopProduct {
        let one = PricedLine(productID: id, quantity: .one, unitPrice: listPrice, taxRate: taxRate)
        return ShopProduct(
            id: id, sku: sku, name: name, nameZh: nameZh, description: description, unit: unit, listPrice: listPrice,
            taxRate: taxRate, price: one.total, available: available, category: category, reviews: reviews,
            stars: stars)
    }
}
