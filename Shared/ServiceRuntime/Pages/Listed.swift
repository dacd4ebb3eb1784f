import Foundation
import Kernel
import Postgres

/// What a list's page shows of a list.
public struct Listed<Item: Codable & Sendable>: Sendable {
    let name: String
    let page: Paged<Item>
    let views: [ViewOfList]
}

/// A page that shows a list: asked with `?as=csv`, it is a file of all that fits.
public protocol ShowsTable {
    var table: DataTable { get }
}

/// How many rows a file has at most.
private let longestFile = 50_000

extension Call {
    /// What a list page shows of a list: a page of it, or for a file all that fits, and the person's own views of it.
    ///
    /// - Parameter name: what the person's views and columns are kept by, and what the file is called.
    /// - Throws: ``Problem`` 422 when a file would have more than 50,000 rows: one that ends in the middle says nothing.
    public func listed<Query: PageRequest, Item>(
        _ name: String, _ query: Query, _ list: (Query, Call) async throws -> Paged<Item>
    ) async throws -> Listed<Item> {
        guard ListQuery(request).wantsFile else {
            // Both in one round trip.
            let views = savedViews(of: name, self)
            return Listed(name: name, page: try await list(query, self), views: try await views?.all() ?? [])
        }
        var query = query
        var items: [Item] = []
        (query.limit, query.cursor) = (200, nil)
        repeat {
            let page = try await list(query, self)
            items += page.items
            query.cursor = page.next
            guard items.count <= longestFile else {
                throw Problem.unprocessable(
                    type: "too-many-rows", "a file has at most \(longestFile) rows: narrow the list first")
            }
        } while query.cursor != nil
        return Listed(name: name, page: Paged(items: items, next: nil), views: [])
    }
}
