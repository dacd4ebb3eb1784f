import Kernel
import PortalDomain
import ServiceRuntime

/// What the shop carries, for those who say how it is shown.
struct AssortmentPage: Codable, Sendable, ShowsTable {
    let table: DataTable
}

/// `/shop/products`
func assortmentPage(_ search: ProductSearch, _ call: Call) async throws -> AssortmentPage {
    let tree = try await categoryTree(call.database)
    let page = try await call.listed("assortment", search) { try await products($0, in: tree, $1) }
    let columns: [TableColumn<ShopProduct>] = [
        TableColumn("field_product") { .link(call.name($0.name, $0.nameZh), to: "/shop/products/\($0.id)") },
        TableColumn("field_sku") { .text($0.sku) },
        TableColumn("field_category") { .text($0.categoryID.map { tree.text(of: $0, call.language) }) },
        TableColumn("field_price", sort: "price", isNumber: true) { .text(call.format($0.price)) },
        TableColumn("field_available", isNumber: true) { .text(call.format($0.available)) },
        TableColumn("field_stars", sort: "stars", isNumber: true) { .text($0.stars?.description) },
        TableColumn("field_sold", sort: "sold", isNumber: true) { .text(call.format($0.sold)) },
    ]
    return AssortmentPage(
        table: DataTable(
            page, sorted: search.order.word,
            filters: [
                .text("field_search"), .choice("categoryID", "field_category", tree.choices(call.language)),
                .choice("unplaced", "field_unplaced", [Choice(value: "true", label: call.text("unplaced_only"))]),
            ],
            empty: "shop_empty", columns: columns, call))
}

/// One product, for those who say how the shop shows it.
struct ShopProductPage: Codable, Sendable {
    let productID: String
    let name: String
    let sku: String
    let link: String
    let erpCategory: String?
    let categories: [Choice]
    let pictures: [Shown]
    /// What a picture's words begin as.
    let english: String
    let chinese: String
    let listPrice: String
    let member: String?
    let vip: String?
    let special: String?
    let specialFrom: String?
    let specialTo: String?
    let pricesEtag: String

    /// A picture with what can be done to it.
    struct Shown: Codable, Sendable {
        let pictureID: String
        let shown: PictureView
        let pictureEnglish: String
        let pictureChinese: String
        let pictureEtag: String?
        /// How many come before it once it goes further to the front; nil for the first.
        let placeBefore: String?
    }
}

/// `/shop/products/{id}`
func shopProductPage(_ path: ProductPath, _ call: Call) async throws -> ShopProductPage {
    let product = try await showProduct(path, call)
    let tree = try await categoryTree(call.database)
    let pictures = try await pictures(of: [path.id], call.database)[path.id] ?? []
    return ShopProductPage(
        productID: product.id.description, name: call.name(product.name, product.nameZh), sku: product.sku,
        link: "/products/\(product.id)", erpCategory: product.category,
        categories: tree.choices(call.language, chosen: product.categoryID),
        pictures: pictures.enumerated().map { place, picture in
            .init(
                pictureID: picture.id.description, shown: PictureView(picture, number: place + 1, call.language),
                pictureEnglish: picture.alt, pictureChinese: picture.altZh,
                pictureEtag: picture.etag,
                placeBefore: place > 0 ? String(place - 1) : nil)
        }, english: product.name, chinese: product.nameZh.isEmpty ? product.name : product.nameZh,
        listPrice: call.format(product.listPrice), member: product.prices?.member?.amountText,
        vip: product.prices?.vip?.amountText, special: product.prices?.special?.amountText,
        specialFrom: product.prices?.days?.from.description, specialTo: product.prices?.days?.to.description,
        pricesEtag: try await PricesToEdit.find(path.id, call.database).etag ?? "")
}

extension CategoryTree {
    /// `Gifts › Cups`
    func text(of id: CategoryID, _ language: Language) -> String {
        path(to: id).map { $0.name.text(language) }.joined(separator: " › ")
    }

    /// Every category by its whole way, for a form.
    func choices(_ language: Language, chosen: CategoryID? = nil, without: Set<CategoryID> = []) -> [Choice] {
        inOrder.map(\.category.id).filter { !without.contains($0) }.map {
            Choice(value: $0.description, label: text(of: $0, language), chosen: $0 == chosen)
        }
    }
}
