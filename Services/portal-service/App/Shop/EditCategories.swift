import Kernel
import Messaging
import PortalDomain
import Postgres
import ServiceRuntime

struct AddCategory: Codable, Sendable {
    var name: String
    var nameZh: String
    /// Under which category; at the top when it is left out.
    var parentID: CategoryID?
    /// What ERP calls products that shall come here by themselves.
    var erpCategory: String?
}

/// A category that was changed.
struct CategoryChanged: Codable, Sendable {
    let id: CategoryID
}

/// `POST categories`
func addCategory(_ input: AddCategory, _ call: CommandCall) async throws -> CategoryChanged {
    let category = CategoryTree.Category(
        id: CategoryID(), parent: input.parentID,
        name: try CategoryName(english: input.name, chinese: input.nameZh),
        erpCategory: try erpWord(input.erpCategory))
    try await changeCategories(call.tx) { try $0.add(category) }
    placeByWord(category.erpCategory, in: category.id, call.tx)
    return CategoryChanged(id: category.id)
}

struct ChangeCategory: Codable, Sendable {
    var id: CategoryID
    var name: String
    var nameZh: String
    /// What ERP calls products that shall come here by themselves; none when it is left out.
    var erpCategory: String?
}

/// `PUT categories/{id}`
func changeCategory(_ input: ChangeCategory, _ call: CommandCall) async throws -> CategoryChanged {
    let name = try CategoryName(english: input.name, chinese: input.nameZh)
    let word = try erpWord(input.erpCategory)
    try await lockCategories(call.tx)
    guard let revision = try await categoryRevisions(call.tx)[input.id] else {
        throw CategoryTreeError.unknown(input.id)
    }
    try call.mustBeCurrent(revision)
    try await changeCategories(call.tx) { try $0.change(input.id, name: name, erpCategory: word) }
    placeByWord(word, in: input.id, call.tx)
    return CategoryChanged(id: input.id)
}

struct MoveCategory: Codable, Sendable {
    var id: CategoryID
    /// Under which category; at the top when it is left out.
    var parentID: CategoryID?
    /// How many others stand before it there; at the end when it is left out.
    var place: Int?
}

/// `POST categories/{id}/move`
func moveCategory(_ input: MoveCategory, _ call: CommandCall) async throws -> CategoryChanged {
    try await changeCategories(call.tx) { try $0.move(input.id, under: input.parentID, place: input.place) }
    return CategoryChanged(id: input.id)
}

struct CategoryPath: Codable, Sendable {
    var id: CategoryID
}

/// `DELETE categories/{id}`: its products go to the category above it.
func removeCategory(_ path: CategoryPath, _ call: CommandCall) async throws -> CategoryChanged {
    let parent = try await changeCategories(call.tx) { try $0.remove(path.id) }
    call.tx.write(
        """
        update product set category_id = \(parent), placed_by_hand = \(parent != nil)
        where category_id = \(path.id)
        """)
    call.tx.write("delete from shop_category where category_id = \(path.id)")
    return CategoryChanged(id: path.id)
}

struct PlaceProduct: Codable, Sendable {
    var id: ProductID
    /// Where it shall stand; where ERP's word for it leads when it is left out.
    var categoryID: CategoryID?
}

/// Where a product stands now.
struct ProductPlaced: Codable, Sendable {
    let id: ProductID
    let categoryID: CategoryID?
}

/// `PUT products/{id}/category`
func placeProduct(_ input: PlaceProduct, _ call: CommandCall) async throws -> ProductPlaced {
    let place = try await changeCategories(call.tx) { tree in
        if let id = input.categoryID, tree[id] == nil { throw CategoryTreeError.unknown(id) }
        return input.categoryID
    }
    struct Row: Decodable, Sendable { let categoryID: CategoryID? }
    let placed: Row? = try await call.tx.first(
        """
        update product set placed_by_hand = \(place != nil), category_id = coalesce(\(place)::uuid,
            (select category_id from shop_category where erp_category = product.category))
        where product_id = \(input.id) returning category_id
        """)
    guard let placed else { throw Problem.notFound("product", input.id) }
    return ProductPlaced(id: input.id, categoryID: placed.categoryID)
}

/// The products that ERP's word leads here, and no longer those that another word led here.
private func placeByWord(_ word: String?, in id: CategoryID, _ tx: EventTransaction) {
    tx.write(
        """
        update product set category_id = case when category = \(word)::text then \(id)::uuid end
        where not placed_by_hand and ((category = \(word)::text and category_id is distinct from \(id))
            or (category_id = \(id) and category is distinct from \(word)::text))
        """)
}

private func erpWord(_ text: String?) throws -> String? {
    guard let word = text, !word.isEmpty else { return nil }
    guard word.count <= 200 else { throw Problem.invalid(field: "erpCategory", "must have 1 to \(200) characters") }
    return word
}
