import Kernel
import ServiceRuntime

/// A product on a card of the shop's home.
struct ProductCard: Codable, Sendable {
    let link: String
    let name: String
    let sku: String
    let price: String
    let inStock: Bool
    let available: String
    let stars: String?
    let reviews: Int

    init(_ product: ShopProduct, _ call: some Calling) {
        link = "/products/\(product.id)"
        name = product.localName(call.language)
        sku = product.sku
        price = call.format(product.price)
        inStock = product.available > .zero
        available = call.format(product.available)
        stars = product.stars?.description
        reviews = product.reviews
    }
}

extension ShopProduct {
    func localName(_ language: Language) -> String {
        language == .zh && !nameZh.isEmpty ? nameZh : name
    }
}

/// The shop's home: the products by category.
struct ShopView: Codable, Sendable {
    struct Category: Codable, Sendable {
        let name: String
        let link: String
        let isChosen: Bool
    }
    let q: String
    let categories: [Category]
    let isEverything: Bool
    let products: [ProductCard]
    let isEmpty: Bool
    let nextLink: String?
}

/// `/`: the workbench for staff, the shop for everyone else.
func homePage(_ search: ProductSearch, _ call: Call) async throws -> ShopView {
    if call.person?.kind == .staff { throw Redirect(to: "/workbench") }
    return try await shopPage(search, call)
}

/// `/shop`
func shopPage(_ search: ProductSearch, _ call: Call) async throws -> ShopView {
    let page = try await listProducts(search, call)
    let categories = try await shopCategories(call.database)
    return ShopView(
        q: search.q ?? "",
        categories: categories.map {
            .init(name: $0, link: shopLink([("category", $0)]), isChosen: $0 == search.category)
        },
        isEverything: search.category == nil,
        products: page.items.map { ProductCard($0, call) }, isEmpty: page.items.isEmpty,
        nextLink: page.next.map { next in
            shopLink([("category", search.category), ("q", search.q), ("cursor", next)])
        })
}

private func shopLink(_ parameters: [(String, String?)]) -> String {
    let given = parameters.compactMap { name, value in value.map { "\(name)=\(urlEncoded($0))" } }
    return "/shop?" + given.joined(separator: "&")
}

/// One product with its reviews.
struct ProductView: Codable, Sendable {
    let card: ProductCard
    let id: String
    let description: String?
    let unit: String
    let net: String
    let isShopper: Bool
    let signInLink: String
    let reviews: [ReviewView]
    let hasReviews: Bool
}

/// `/products/{id}`
func productPage(_ path: ProductPath, _ call: Call) async throws -> ProductView {
    let product = try await showProduct(path, call)
    let reviews = try await reviewsOf(path.id, call.database)
    return ProductView(
        card: ProductCard(product, call), id: product.id.description, description: product.description,
        unit: product.unit, net: call.format(product.listPrice), isShopper: call.person?.kind == .shopper,
        signInLink: "/shopper/sign-in?then=/products/\(product.id)",
        reviews: reviews.map { ReviewView($0, call) }, hasReviews: !reviews.isEmpty)
}
