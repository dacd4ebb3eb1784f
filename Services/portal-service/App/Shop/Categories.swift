import Kernel
import PortalDomain
import Postgres
import ServiceRuntime

/// A category of the shop, in the order of reading.
struct ShopCategory: Codable, Sendable {
    let id: CategoryID
    let parentID: CategoryID?
    let name: String
    let nameZh: String
    /// What ERP calls products that come here by themselves.
    let erpCategory: String?
    /// 1 at the top.
    let level: Int
    /// Products in the shop that stand here or below.
    let products: Int
    /// What an edit of it sends as If-Match.
    let etag: String?
}

/// The categories of the shop, all of them.
struct ShopCategories: Codable, Sendable {
    let items: [ShopCategory]
}

/// `GET categories`
func listCategories(_: NoInput, _ call: Call) async throws -> ShopCategories {
    let tree = try await categoryTree(call.database)
    let counts = try await productsByCategory(call.database)
    let marks = try await categoryRevisions(call.database)
    return ShopCategories(
        items: tree.inOrder.map { category, level in
            ShopCategory(
                id: category.id, parentID: category.parent, name: category.name.english,
                nameZh: category.name.chinese, erpCategory: category.erpCategory, level: level,
                products: tree.sum(counts, below: category.id), etag: marks[category.id])
        })
}

private struct CategoryRevision: Decodable, Sendable { let categoryID: CategoryID, etag: String }

/// Which revision each category is.
func categoryRevisions(_ database: some PostgresExecutor) async throws -> [CategoryID: String] {
    let rows: [CategoryRevision] = try await database.all("select category_id, xmin::text as etag from shop_category")
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.categoryID, $0.etag) })
}

/// How many products of the shop stand in each category itself.
private func productsByCategory(_ database: PostgresPool) async throws -> [CategoryID: Int] {
    struct Row: Decodable, Sendable { let categoryID: CategoryID, products: Int }
    let rows: [Row] = try await database.all(
        """
        select category_id, count(*) as products from product where in_shop and category_id is not null
        group by category_id
        """)
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.categoryID, $0.products) })
}

extension CategoryTree {
    /// What is counted of a category and everything below it.
    func sum(_ counts: [CategoryID: Int], below id: CategoryID) -> Int {
        subtree(of: id).reduce(0) { $0 + (counts[$1] ?? 0) }
    }
}

extension CategoryName {
    func text(_ language: Language) -> String { language == .zh ? chinese : english }
}
