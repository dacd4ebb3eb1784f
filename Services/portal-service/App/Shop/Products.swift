import Kernel
import PortalDomain
import Postgres
import ServiceRuntime

/// Which products to list, and in which order.
struct ProductSearch: PageRequest, Codable, Sendable {
    var category: String?
    /// A category of the shop, with everything below it.
    var categoryID: CategoryID?
    var unplaced: Bool?
    /// A part of the name or of the SKU.
    var q: String?
    var priceFrom: ExactDecimal?
    var priceTo: ExactDecimal?
    var inStock: Bool?
    var starsFrom: Int?
    /// The newest first when it is left out.
    var sort: Sorting<ProductSort>?
    var cursor: String?
    var limit: Int?

    var filter: ProductFilter {
        ProductFilter(
            category: category, categoryID: categoryID, unplaced: unplaced, q: q, priceFrom: priceFrom,
            priceTo: priceTo, inStock: inStock, starsFrom: starsFrom)
    }
    var order: Sorting<ProductSort> { sort ?? .descending(.listed) }
}

/// What the products are sorted by.
enum ProductSort: String, SortField {
    case listed, price, stars, sold
    var column: SQL? {
        switch self {
        case .listed: nil
        case .price: "p.price"
        case .stars: "p.stars"
        case .sold: "p.sold"
        }
    }
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
    /// What the caller pays for one today, VAT included. Lists are narrowed and sorted by what everybody pays who has no
    /// better price.
    let price: Money
    /// What can be promised now; zero while ERP has not said.
    let available: ExactDecimal
    /// What ERP calls it.
    let category: String?
    /// Where it stands in the shop.
    let categoryID: CategoryID?
    let reviews: Int
    /// The mean of the reviews with one place; nil without any.
    let stars: ExactDecimal?
    /// How many were shipped to shoppers.
    let sold: ExactDecimal
    /// The first of its pictures.
    var picture: ProductPicture?
    /// Why it is that price.
    let priceKind: ShopPrices.Kind
    /// Not part of the API: what the page explains.
    var prices: ShopPrices?

    private enum CodingKeys: String, CodingKey {
        case id, sku, name, nameZh, description, unit, listPrice, taxRate, price, available, category, categoryID
        case reviews, stars, sold, picture, priceKind
    }
}

struct ProductPath: Codable, Sendable {
    var id: ProductID
}

/// `GET products`
func listProducts(_ search: ProductSearch, _ call: Call) async throws -> Paged<ShopProduct> {
    try await products(search, in: try await categoryTree(call.database), call)
}

/// A page of the products that fit.
func products(
    _ search: ProductSearch, in tree: CategoryTree, _ call: Call
) async throws -> Paged<ShopProduct> {
    let filter = search.filter
    try filter.check()
    let last: ProductID? = try search.last()
    let wanted = SQL.all(
        filter.looked, try filter.placed(in: tree), filter.priced, filter.stocked, filter.rated,
        search.order.after(last, in: "product p", id: "p.product_id"))
    let rows: [ShopProductRow] = try await call.database.all(
        selectProducts + """
             where \(wanted)
            order by \(search.order.clause(id: "p.product_id")) limit \(search.rowLimit)
            """)
    let level = try await level(of: call.person, call.database)
    return Paged(try await pictured(rows.map { $0.product(for: level) }, call.database), search) { [$0.id.description] }
}

/// `GET products/{id}`
func showProduct(_ path: ProductPath, _ call: Call) async throws -> ShopProduct {
    let row: ShopProductRow? = try await call.database.first(
        selectProducts + " where p.product_id = \(path.id) and p.in_shop")
    guard let row else { throw Problem.notFound("product", path.id) }
    let level = try await level(of: call.person, call.database)
    return try await pictured([row.product(for: level)], call.database)[0]
}

/// Products with the picture that stands for each, in one query for all.
private func pictured(_ products: [ShopProduct], _ database: some PostgresExecutor) async throws -> [ShopProduct] {
    let first = try await pictures(of: products.map(\.id), firstOnly: true, database)
    return products.map { product in
        var product = product
        product.picture = first[product.id]?.first
        return product
    }
}

private let selectProducts: SQL = """
    select p.product_id as id, p.sku, p.name, p.name_zh, p.description, p.unit, p.list_price, p.tax_rate, \(PriceColumns.read),
        coalesce(a.available, 0) as available, p.category, p.category_id, p.reviews,
        case when p.reviews > 0 then p.stars end as stars, p.sold
    from product p left join product_availability a using (product_id) \(PriceColumns.joined)
    """

private struct ShopProductRow: PricedRow, Decodable, Sendable {
    let id: ProductID
    let sku: String
    let name: String
    let nameZh: String
    let description: String?
    let unit: String
    let listPrice: Money
    let memberPrice: Money?
    let vipPrice: Money?
    let specialPrice: Money?
    let specialFrom: BusinessDate?
    let specialTo: BusinessDate?
    let taxRate: ExactDecimal
    let available: ExactDecimal
    let category: String?
    let categoryID: CategoryID?
    let reviews: Int
    let stars: ExactDecimal?
    let sold: ExactDecimal

    func product(for level: ShopperLevel) -> ShopProduct {
        let (kind, net) = prices.applying(to: level, on: .today)
        let one = PricedLine(productID: id, quantity: .one, unitPrice: net, taxRate: taxRate)
        return ShopProduct(
            id: id, sku: sku, name: name, nameZh: nameZh, description: description, unit: unit, listPrice: listPrice,
            taxRate: taxRate, price: one.total, available: available, category: category, categoryID: categoryID,
            reviews: reviews, stars: stars, sold: sold, priceKind: kind, prices: prices)
    }
}
