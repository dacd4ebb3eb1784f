import Kernel
import PortalDomain
import Postgres
import ServiceRuntime

/// What the shop's list is narrowed by.
struct ProductFilter: Codable, Sendable, Hashable {
    /// What ERP calls the products.
    var category: String?
    /// A category of the shop, with everything below it.
    var categoryID: CategoryID?
    /// Only what stands in no category of the shop.
    var unplaced: Bool?
    /// A part of the name or of the SKU.
    var q: String?
    /// The lowest and the highest price, VAT included.
    var priceFrom: ExactDecimal?
    var priceTo: ExactDecimal?
    /// Only what can be promised now.
    var inStock: Bool?
    /// Only what buyers gave so many stars or more, 1 to 5.
    var starsFrom: Int?

    /// - Throws: ``Problem`` 422 for what no product can fit.
    func check() throws {
        if let starsFrom, !(1...5).contains(starsFrom) {
            throw Problem.invalid(field: "starsFrom", "must be 1 to 5, not \(starsFrom)")
        }
        if let priceFrom, let priceTo, priceFrom > priceTo {
            throw Problem.invalid(field: "priceTo", "must not be lower than where the range begins")
        }
    }
}

// The conditions, each by itself: a facet counts what fits all the others. `p` is the product, `a` its availability.
extension ProductFilter {
    /// What is looked for, before anything is chosen beside the list.
    var looked: SQL {
        .all(
            "p.in_shop", category.map { "p.category = \($0)" }, unplaced == true ? "p.category_id is null" : nil,
            .holds(q, "p.name", "p.name_zh", "p.sku"))
    }

    var priced: SQL { Self.priced(PriceBand(from: priceFrom, to: priceTo)) }

    static func priced(_ band: PriceBand) -> SQL {
        .all(band.from.map { "p.price >= \($0)" }, band.to.map { "p.price <= \($0)" })
    }

    var stocked: SQL { inStock == true ? Self.isStocked : "true" }
    static let isStocked: SQL = "a.available > 0"

    var rated: SQL { starsFrom.map(Self.rated) ?? "true" }
    static func rated(_ stars: Int) -> SQL { "p.stars >= \(stars)" }

    /// - Throws: ``Problem`` 404 when there is no such category.
    func placed(in tree: CategoryTree) throws -> SQL? {
        guard let categoryID else { return nil }
        let below = tree.subtree(of: categoryID)
        guard !below.isEmpty else { throw Problem.notFound("category", categoryID) }
        return "p.category_id = any(\(below.map(\.rawValue))::uuid[])"
    }
}
