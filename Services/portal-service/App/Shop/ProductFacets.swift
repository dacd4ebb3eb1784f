import Kernel
import PortalDomain
import Postgres
import ServiceRuntime

/// How many products each further choice would leave.
struct ProductFacets: Codable, Sendable {
    struct Category: Codable, Sendable {
        let id: CategoryID
        let products: Int
    }
    struct Price: Codable, Sendable {
        let from: ExactDecimal?
        let to: ExactDecimal?
        let products: Int
    }
    struct Stars: Codable, Sendable {
        /// So many or more.
        let from: Int
        let products: Int
    }
    /// What fits everything that was chosen.
    let products: Int
    /// Each with everything below it, in the order of reading.
    let categories: [Category]
    let prices: [Price]
    let inStock: Int
    let stars: [Stars]

    static let offeredStars = [4, 3, 2]
}

/// `GET products/facets`
func listFacets(_ filter: ProductFilter, _ call: Call) async throws -> ProductFacets {
    try filter.check()
    return try await facets(filter, in: try await categoryTree(call.database), call.database)
}

/// Counts in one pass over what is looked for; categories are added up here, along the tree.
func facets(
    _ filter: ProductFilter, in tree: CategoryTree, _ database: some PostgresExecutor
) async throws -> ProductFacets {
    _ = try filter.placed(in: tree)
    let bands = PriceBand.offered.map { count("\(filter.stocked) and \(filter.rated) and \(ProductFilter.priced($0))") }
    let stars = ProductFacets.offeredStars.map {
        count("\(filter.priced) and \(filter.stocked) and \(ProductFilter.rated($0))")
    }
    let rows: [FacetRow] = try await database.all(
        """
        select p.category_id, \(count("\(filter.priced) and \(filter.stocked) and \(filter.rated)")) as fitting,
            \(count("\(filter.priced) and \(filter.rated) and \(ProductFilter.isStocked)")) as stocked,
            array[\(bands.joined(separator: ", "))] as bands, array[\(stars.joined(separator: ", "))] as stars
        from product p left join product_availability a using (product_id)
        where \(filter.looked) group by p.category_id
        """)
    return ProductFacets(rows, filter, tree)
}

private func count(_ condition: SQL) -> SQL { "count(*) filter (where \(condition))" }

/// The counts of the products that stand in one category itself, or in none.
private struct FacetRow: Decodable, Sendable {
    let categoryID: CategoryID?
    let fitting: Int
    let stocked: Int
    let bands: [Int]
    let stars: [Int]
}

extension ProductFacets {
    fileprivate init(_ rows: [FacetRow], _ filter: ProductFilter, _ tree: CategoryTree) {
        let chosen = filter.categoryID.map { Set(tree.subtree(of: $0)) }
        let here = rows.filter { row in chosen.map { row.categoryID.map($0.contains) ?? false } ?? true }
        let fitting = Dictionary(rows.compactMap { row in row.categoryID.map { ($0, row.fitting) } }) { $0 + $1 }
        products = here.reduce(0) { $0 + $1.fitting }
        categories = tree.inOrder.map { .init(id: $0.category.id, products: tree.sum(fitting, below: $0.category.id)) }
        prices = PriceBand.offered.enumerated().map { index, band in
            .init(from: band.from, to: band.to, products: here.reduce(0) { $0 + $1.bands[index] })
        }
        inStock = here.reduce(0) { $0 + $1.stocked }
        stars = Self.offeredStars.enumerated().map { index, from in
            .init(from: from, products: here.reduce(0) { $0 + $1.stars[index] })
        }
    }
}
