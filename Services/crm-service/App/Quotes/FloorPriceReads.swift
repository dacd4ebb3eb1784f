import CRMDomain
import Kernel
import Postgres

private struct Floor: Decodable, Sendable {
    var productID: ProductID
    var floorPrice: Money
}

extension PostgresExecutor {
    /// The floor prices of the products that are known now.
    func floorPrices(of products: [ProductID]) async throws -> FloorPrices {
        let floors: [Floor] = try await all(
            "select product_id, floor_price from price_floor where product_id = any(\(products)::uuid[])")
        return FloorPrices(
            Dictionary(floors.map { ($0.productID, $0.floorPrice) }, uniquingKeysWith: { first, _ in first }))
    }
}

/// A line of a version that is below its floor price.
struct LineBelowFloor: Decodable, Sendable {
    var version: Int
    var lineNo: Int
    var floorPrice: Money
}

/// The lines below their floor: of submitted versions as it was recorded, of drafts as the floors are now.
func linesBelowFloor(of quote: LockedQuote, in database: some PostgresExecutor) async throws -> [LineBelowFloor] {
    let recorded: [LineBelowFloor] = try await database.all(
        "select version, line_no, floor_price from quote_floor_breach where quote_id = \(quote.quote.quoteID)")
    let drafts = quote.versions.filter { $0.state == .draft }.flatMap { quote.lines($0.version) }
    let floors = try await database.floorPrices(of: drafts.map(\.productID))
    return recorded
        + drafts.compactMap { line in
            floors.floor(under: line.unitPrice, of: line.productID).map {
                LineBelowFloor(version: line.version, lineNo: line.lineNo, floorPrice: $0)
            }
        }
}
