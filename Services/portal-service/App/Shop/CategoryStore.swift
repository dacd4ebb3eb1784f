import Kernel
import Messaging
import PortalDomain
import Postgres

/// The categories of the shop, read whole: there are few, and every page of the shop shows them.
func categoryTree(_ database: some PostgresExecutor) async throws -> CategoryTree {
    let rows: [CategoryRow] = try await database.all(
        """
        select category_id, parent_id, name, name_zh, erp_category from shop_category
        order by parent_id nulls first, position
        """)
    return CategoryTree(kept: rows.map(\.category))
}

/// Whoever changes the tree does so alone. Products that arrive meanwhile wait too (``keepProduct``): none comes to a
/// category that goes.
func lockCategories(_ tx: EventTransaction) async throws {
    try await tx.execute("select pg_advisory_xact_lock(hashtext('shop categories'), hashtext(current_schema()))")
}

/// Changes the tree. Two people who do so at once do it one after the other.
func changeCategories<T: Sendable>(
    _ tx: EventTransaction, _ change: (inout CategoryTree) throws -> T
) async throws -> T {
    try await lockCategories(tx)
    let before = try await categoryTree(tx)
    var after = before
    let result = try change(&after)
    let kept = KeptCategory.all(of: before)
    for category in KeptCategory.all(of: after) where !kept.contains(category) { category.write(tx) }
    return result
}

private struct CategoryRow: Decodable, Sendable {
    let categoryID: CategoryID
    let parentID: CategoryID?
    let name: String
    let nameZh: String
    let erpCategory: String?

    var category: CategoryTree.Category {
        .init(
            id: categoryID, parent: parentID, name: CategoryName(keptEnglish: name, keptChinese: nameZh),
            erpCategory: erpCategory)
    }
}

/// A category with its place among its siblings.
private struct KeptCategory: Hashable {
    let category: CategoryTree.Category
    let position: Int

    static func all(of tree: CategoryTree) -> [KeptCategory] {
        tree.inOrder.map(\.category).map { category in
            let siblings = tree.children(of: category.parent)
            return KeptCategory(category: category, position: siblings.firstIndex(of: category) ?? 0)
        }
    }

    func write(_ tx: EventTransaction) {
        tx.write(
            """
            insert into shop_category (category_id, parent_id, position, name, name_zh, erp_category)
            values (\(category.id), \(category.parent), \(position), \(category.name.english),
                \(category.name.chinese), \(category.erpCategory))
            on conflict (category_id) do update set parent_id = excluded.parent_id, position = excluded.position,
                name = excluded.name, name_zh = excluded.name_zh, erp_category = excluded.erp_category
            """)
    }
}
