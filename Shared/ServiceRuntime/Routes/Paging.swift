import Foundation
import Kernel
import Postgres

/// The input of a list that comes in pages. A list with filters declares the two properties itself and conforms.
public protocol PageRequest {
    /// Where the page before ended; nil for the first page.
    var cursor: String? { get set }
    /// How many items at most, 50 when nil, never more than 200.
    var limit: Int? { get set }
}

/// The input of a list without filters.
public struct PageQuery: PageRequest, Codable, Sendable {
    public var cursor: String?
    public var limit: Int?

    public init(cursor: String? = nil, limit: Int? = nil) {
        (self.cursor, self.limit) = (cursor, limit)
    }
}

extension PageRequest {
    /// How many items the page has at most.
    public var pageSize: Int { min(max(limit ?? 50, 1), 200) }
    /// How many rows to read: more than the page has, so that it is known whether there is a next one.
    ///
    /// No parameter: a plan for any number of rows is one for many, and sorts all there are to give fifty. Few different
    /// ones, since each is a statement of its own.
    public var rowLimit: SQL {
        switch pageSize {
        case ...10: "11"
        case ...50: "51"
        case ...100: "101"
        default: "201"
        }
    }

    /// The sort key of the last item of the page before; nil on the first page.
    /// - Throws: ``Problem`` 422 when the cursor is not one of ours.
    public func position() throws -> [String]? {
        guard let cursor else { return nil }
        guard let data = Data(base64URL: cursor), !data.isEmpty, let text = String(bytes: data, encoding: .utf8) else {
            throw Problem.invalid(field: "cursor", "must be the next of a page before")
        }
        return text.split(separator: cursorSeparator, omittingEmptySubsequences: false).map(String.init)
    }

    /// The id of the last item of the page before, for lists in the order of their (time-ordered) ids.
    /// - Throws: ``Problem`` 422 when the cursor is not one of ours.
    public func last<Of>(_ type: ID<Of>.Type = ID<Of>.self) throws -> ID<Of>? {
        guard let parts = try position() else { return nil }
        guard let id = ID<Of>(parts[0]) else {
            throw Problem.invalid(field: "cursor", "must be the next of a page before")
        }
        return id
    }
}

/// Between the parts of a sort key: no text of the database holds it.
private let cursorSeparator = "\0"

/// One page of a list.
public struct Paged<Item: Codable & Sendable>: Codable, Sendable, HasNextPage {
    public let items: [Item]
    /// The cursor of the next page; nil on the last one.
    public let next: String?

    /// - Parameters:
    ///   - rows: up to ``PageRequest/rowLimit`` items in order.
    ///   - key: the sort key of an item, which the next page begins after.
    public init(_ rows: consuming [Item], _ request: some PageRequest, key: (Item) -> [String]) {
        let surplus = rows.count - request.pageSize
        // From the rows themselves: every copy of them takes a fortieth of the page.
        if surplus > 0 { rows.removeLast(surplus) }
        items = rows
        next = surplus > 0 ? items.last.map { Self.cursor(key($0)) } : nil
    }

    /// A page made from rows that were turned into other items.
    public init(items: [Item], next: String?) {
        (self.items, self.next) = (items, next)
    }

    /// The same page with every item turned into something else.
    public func map<Other: Codable & Sendable>(_ turn: (Item) throws -> Other) rethrows -> Paged<Other> {
        Paged<Other>(items: try items.map(turn), next: next)
    }

    private static func cursor(_ parts: [String]) -> String {
        Data(parts.joined(separator: cursorSeparator).utf8).base64URL
    }
}

/// An answer that may have a next page; it gets a `Link` header (RFC 8288).
protocol HasNextPage {
    var next: String? { get }
}
