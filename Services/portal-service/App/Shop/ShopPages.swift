import Kernel
import PortalDomain
import ServiceRuntime

/// A product on a card of the shop's home.
struct ProductCard: Codable, Sendable {
    let link: String
    let name: String
    let sku: String
    let price: String
    /// The list price, where less is paid, and why.
    let instead: String?
    let priceWord: String?
    let inStock: Bool
    let available: String
    let stars: String?
    let reviews: Int
    let hasPicture: Bool
    let picture: PictureView?

    init(_ product: ShopProduct, _ call: some Calling) {
        link = "/products/\(product.id)"
        name = product.localName(call.language)
        sku = product.sku
        price = call.format(product.price)
        let isLess = product.priceKind != .list
        instead = isLess ? call.format(product.listPrice + product.listPrice * product.taxRate) : nil
        priceWord = isLess ? call.text("price_\(product.priceKind.rawValue)") : nil
        inStock = product.available > .zero
        available = call.format(product.available)
        stars = product.stars?.description
        reviews = product.reviews
        hasPicture = product.picture != nil
        picture = product.picture.map { PictureView($0, call.language) }
    }
}

extension ShopProduct {
    func localName(_ language: Language) -> String {
        language == .zh && !nameZh.isEmpty ? nameZh : name
    }
}

/// The shop's list: the products that fit, and what narrows them further.
struct ShopView: Codable, Sendable {
    let heading: String
    let path: [ShopStep]
    let isNarrowed: Bool
    let narrowing: ShopNarrowing
    let found: String
    let products: [ProductCard]
    let isEmpty: Bool
    let firstLink: String?
    let nextLink: String?
}

/// A step of the way from the shop to where one is.
struct ShopStep: Codable, Sendable {
    let stepText: String
    /// Nil: one is there.
    let stepLink: String?
}

/// `/`: the workbench for staff, the shop for everyone else.
func homePage(_ search: ProductSearch, _ call: Call) async throws -> ShopView {
    if call.person?.kind == .staff { throw Redirect(to: "/workbench") }
    return try await shopPage(search, call)
}

/// `/shop`
func shopPage(_ search: ProductSearch, _ call: Call) async throws -> ShopView {
    var search = search
    search.limit = search.limit ?? 24
    let tree = try await categoryTree(call.database)
    async let fitting = products(search, in: tree, call)
    async let counted = facets(search.filter, in: tree, call.database)
    let (page, facets) = try await (fitting, counted)
    let links = ShopLinks(search)
    let path = search.categoryID.map { tree.path(to: $0) } ?? []
    return ShopView(
        heading: path.last?.name.text(call.language) ?? call.text("title_shop"),
        path: shopPath(path, endsHere: true, call),
        isNarrowed: search.filter != ProductFilter(categoryID: search.categoryID),
        narrowing: ShopNarrowing(search, facets, tree, links, call), found: String(facets.products),
        products: page.items.map { ProductCard($0, call) }, isEmpty: page.items.isEmpty,
        firstLink: search.cursor.map { _ in links.with { $0.cursor = nil } },
        nextLink: page.next.map { next in links.with { $0.cursor = next } })
}

/// From the shop down the tree.
/// - Parameter endsHere: whether the last category is where one is.
func shopPath(_ path: [CategoryTree.Category], endsHere: Bool, _ call: some Calling) -> [ShopStep] {
    guard !path.isEmpty else { return [] }
    let steps = path.map {
        ShopStep(stepText: $0.name.text(call.language), stepLink: "/shop?categoryID=\($0.id)")
    }
    let here = steps.last.map { ShopStep(stepText: $0.stepText, stepLink: endsHere ? nil : $0.stepLink) }
    return [ShopStep(stepText: call.text("title_shop"), stepLink: "/shop")] + steps.dropLast()
        + [here].compactMap(\.self)
}
