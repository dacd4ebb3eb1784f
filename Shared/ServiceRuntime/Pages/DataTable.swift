import Foundation
import Kernel

/// A list as people work with it, shown by `{{> data-table}}`: sorted by its headings, narrowed by its fields, in pages,
/// with the columns one wants, and as a file of all that fits. A page that has one names it `table`.
public struct DataTable: Codable, Sendable {
    struct Heading: Codable, Sendable {
        let headingText: String
        let sortLink: String?
        let sortSign: String?
        let ariaSort: String?
        let headsNumbers: Bool
    }
    struct Cell: Codable, Sendable {
        let cellText: String
        let cellLabel: String
        let cellLink: String?
        let cellColour: String?
        let holdsNumber: Bool
    }
    struct Row: Codable, Sendable { let cells: [Cell] }
    struct Filter: Codable, Sendable {
        let filterName: String
        let filterLabel: String
        let filterInput: String
        let filterValue: String
        let isChoice: Bool
        let filterChoices: [Choice]
    }
    struct ColumnChoice: Codable, Sendable {
        let columnName: String
        let columnText: String
        let columnShown: Bool
    }
    let listName: String
    let headings: [Heading]
    let tableRows: [Row]
    let hasRows: Bool
    let filters: [Filter]
    let hasFilters: Bool
    let chosenSort: String?
    let columnChoices: [ColumnChoice]
    let fileLink: String
    let clearLink: String?
    let firstLink: String?
    let moreLink: String?
    let emptyText: String

    /// - Parameters:
    ///   - name: what a person's choice of columns is kept by, and what the file is called.
    ///   - sorted: the order the list is in, as its query says it.
    ///   - empty: the key of what to say, and to do first, where there is nothing yet.
    public init<Item: Sendable>(
        _ name: String, _ page: Paged<Item>, sorted: String, filters: [TableFilter] = [], empty: String,
        columns: [TableColumn<Item>], _ call: some Calling
    ) {
        let asked = ListQuery(call.request)
        let wanted = ColumnCookie.columns(of: name, call.request)
        let known = columns.filter { wanted?.contains($0.name) ?? true }
        let shown = known.isEmpty ? columns : known
        listName = name
        headings = shown.map { Self.heading($0, sorted, asked, call) }
        tableRows = page.items.map { item in
            Row(cells: shown.map { Self.cell($0.cell(item), of: $0.isNumber, call.text($0.key)) })
        }
        hasRows = !page.items.isEmpty
        self.filters = filters.map { Self.filter($0, asked, call) }
        hasFilters = !filters.isEmpty
        chosenSort = asked["sort"]
        columnChoices = columns.map { column in
            ColumnChoice(
                columnName: column.name, columnText: call.text(column.key),
                columnShown: shown.contains { $0.name == column.name })
        }
        fileLink = asked.link(["as": "csv", "cursor": nil])
        let isNarrowed = filters.contains { asked[$0.name] != nil }
        clearLink = isNarrowed ? call.request.path : nil
        firstLink = asked["cursor"] == nil ? nil : asked.link(["cursor": nil])
        moreLink = page.next.map { asked.link(["cursor": $0]) }
        emptyText = call.text(isNarrowed ? "table_nothing_fits" : empty)
    }

    private static func heading<Item>(
        _ column: TableColumn<Item>, _ sorted: String, _ asked: ListQuery, _ call: some Calling
    ) -> Heading {
        let (isSorted, descends) = (
            column.sort == sorted || column.sort.map { "-\($0)" } == sorted, sorted.hasPrefix("-")
        )
        let next = column.sort.map { isSorted && !descends ? "-\($0)" : $0 }
        return Heading(
            headingText: call.text(column.key), sortLink: next.map { asked.link(["sort": $0, "cursor": nil]) },
            sortSign: isSorted ? (descends ? "down" : "up") : nil,
            ariaSort: isSorted ? (descends ? "descending" : "ascending") : nil, headsNumbers: column.isNumber)
    }

    private static func cell(_ cell: TableCell, of isNumber: Bool, _ label: String) -> Cell {
        Cell(
            cellText: cell.text, cellLabel: label, cellLink: cell.link, cellColour: cell.colour, holdsNumber: isNumber)
    }

    private static func filter(_ filter: TableFilter, _ asked: ListQuery, _ call: some Calling) -> Filter {
        let value = asked[filter.name] ?? ""
        return Filter(
            filterName: filter.name, filterLabel: call.text(filter.key), filterInput: filter.input, filterValue: value,
            isChoice: filter.choices != nil,
            filterChoices: (filter.choices ?? []).map {
                Choice(value: $0.value, label: $0.label, chosen: $0.value == value)
            })
    }

    /// The shown columns of all rows, as a file that spreadsheets open.
    func file() -> Download {
        let lines = [headings.map(\.headingText)] + tableRows.map { $0.cells.map(\.cellText) }
        return .csv("\(listName)-\(BusinessDate.today)", lines)
    }
}

/// A page that shows a list: asked with `?as=csv`, it is a file of all that fits.
public protocol ShowsTable {
    var table: DataTable { get }
}

extension Call {
    /// What a list page shows of a list: a page of it, or for a file all that fits, at most ten thousand.
    public func listed<Query: PageRequest, Item>(
        _ query: Query, _ list: (Query, Call) async throws -> Paged<Item>
    ) async throws -> Paged<Item> {
        guard ListQuery(request).wantsFile else { return try await list(query, self) }
        var query = query
        var items: [Item] = []
        (query.limit, query.cursor) = (200, nil)
        repeat {
            let page = try await list(query, self)
            items += page.items
            query.cursor = page.next
        } while query.cursor != nil && items.count < 10_000
        return Paged(items: items, next: nil)
    }
}
