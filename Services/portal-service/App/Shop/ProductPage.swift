import Kernel
import PortalDomain
import ServiceRuntime

/// One product with its reviews.
struct ProductView: Codable, Sendable {
    let path: [ShopStep]
    let card: ProductCard
    let id: String
    let description: String?
    let unit: String
    let pricing: PriceView
    let pictures: [PictureView]
    let hasPictures: Bool
    let hasSeveral: Bool
    let isShopper: Bool
    /// Whose cart a form puts it into.
    let cart: String
    let signInLink: String
    let reviews: [ReviewView]
    let hasReviews: Bool
}

/// `/products/{id}`
func productPage(_ path: ProductPath, _ call: Call) async throws -> ProductView {
    let product = try await showProduct(path, call)
    let reviews = try await reviewsOf(path.id, call.database)
    let shown = try await pictures(of: [path.id], call.database)[path.id] ?? []
    let tree = try await categoryTree(call.database)
    let place = product.categoryID.map { tree.path(to: $0) } ?? []
    let level = try await level(of: call.person, call.database)
    let prices = product.prices ?? ShopPrices(list: product.listPrice, member: nil, vip: nil, special: nil, days: nil)
    return ProductView(
        path: shopPath(place, endsHere: false, call), card: ProductCard(product, call), id: product.id.description,
        description: product.description,
        unit: call.unit(product.unit), pricing: PriceView(product, prices, level, call),
        pictures: shown.enumerated().map { PictureView($1, number: $0 + 1, call.language) },
        hasPictures: !shown.isEmpty, hasSeveral: shown.count > 1, isShopper: call.person?.kind == .shopper,
        cart: call.person?.kind == .shopper ? "/api/cart" : "/api/guest-cart",
        signInLink: "/shopper/sign-in?then=/products/\(product.id)",
        reviews: reviews.map { ReviewView($0, call) }, hasReviews: !reviews.isEmpty)
}
