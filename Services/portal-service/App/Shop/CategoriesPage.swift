import Kernel
import PortalDomain
import Postgres
import ServiceRuntime

/// The tree of categories, for those who tend it.
struct CategoriesPage: Codable, Sendable {
    struct Row: Codable, Sendable {
        let categoryID: String
        let text: String
        let english: String
        let chinese: String
        let erpCategory: String?
        let parentID: String?
        /// 1 at the top.
        let level: Int
        let products: String
        let productsLink: String
        /// How many siblings stand before it when it goes up; nil where it is the first. Down alike.
        let placeUp: String?
        let placeDown: String?
        let parents: [Choice]
        let canGo: Bool
        let etag: String?
    }
    let rows: [Row]
    let isEmpty: Bool
    let parents: [Choice]
    /// What ERP calls products that come to no category yet.
    let strayWords: [String]
    let hasStrays: Bool
}

/// `/shop/categories`
func categoriesPage(_ input: NoInput, _ call: Call) async throws -> CategoriesPage {
    let tree = try await categoryTree(call.database)
    let listed = try await listCategories(input, call).items
    let strays: [String] = try await call.database.all(
        """
        select distinct category from product where in_shop and category <> '' and category_id is null
        order by category limit 50
        """)
    return CategoriesPage(
        rows: listed.map { CategoriesPage.Row($0, tree, call) }, isEmpty: listed.isEmpty,
        parents: tree.choices(call.language), strayWords: strays, hasStrays: !strays.isEmpty)
}

extension CategoriesPage.Row {
    fileprivate init(_ category: ShopCategory, _ tree: CategoryTree, _ call: Call) {
        let siblings = tree.children(of: category.parentID).map(\.id)
        let place = siblings.firstIndex(of: category.id) ?? 0
        categoryID = category.id.description
        text = call.name(category.name, category.nameZh)
        (english, chinese, erpCategory) = (category.name, category.nameZh, category.erpCategory)
        parentID = category.parentID?.description
        level = category.level
        products = String(category.products)
        productsLink = "/shop/products?categoryID=\(category.id)"
        placeUp = place > 0 ? String(place - 1) : nil
        placeDown = place + 1 < siblings.count ? String(place + 1) : nil
        let below = tree.subtree(of: category.id)
        parents = tree.choices(call.language, chosen: category.parentID, without: Set(below))
        canGo = below.count == 1
        etag = category.etag
    }
}
