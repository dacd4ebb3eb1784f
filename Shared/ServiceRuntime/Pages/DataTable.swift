import Foundation
import Kernel

/// A list as people work with it, shown by `{{> data-table}}`: sorted by its headings, narrowed by its fields, in pages,
/// with the columns one wants, in the views one has kept of it, with what is done to several rows at once, and as a file
/// of all that fits. A page that has one names it `table`.
public struct DataTable: Codable, Sendable {
    struct Heading: Codable, Sendable {
        let headingText: String
        let sortLink: String?
        let sortSign: String?
        let ariaSort: String?
        let headsNumbers: Bool
        let isForPages: Bool
    }
    struct View: Codable, Sendable {
        let viewID: String
        let viewName: String
        let viewLink: String
        let isOpen: Bool
    }
    struct MarkAction: Codable, Sendable {
        let actionText: String
        let actionPath: String
        let actionColour: String
    }
    struct Filter: Codable, Sendable {
        let filterName: String
        let filterLabel: String
        let filterInput: String
        let filterValue: String
        let isChoice: Bool
        let filterUnchosen: String
        let filterChoices: [Choice]
    }
    struct ColumnChoice: Codable, Sendable {
        let columnName: String
        let columnText: String
        let columnShown: Bool
    }
    let listName: String
    let headings: [Heading]
    let tableRows: TableRows
    let hasRows: Bool
    let views: [View]
    let keepsViews: Bool
    let hasViews: Bool
    let hasTools: Bool
    let shownQuery: String
    let markActions: [MarkAction]
    let hasMarks: Bool
    /// Whether something may be done to single rows.
    let hasActions: Bool
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
    ///   - sorted: the order the list is in, as its query says it.
    ///   - empty: the key of what to say, and to do first, where there is nothing yet.
    ///   - marks: what is done to several rows at once; nil where there is no such thing for this person.
    public init<Item>(
        _ listed: Listed<Item>, sorted: String, filters: [TableFilter] = [], empty: String,
        columns: [TableColumn<Item>], marks: RowMarks<Item>? = nil, _ call: some Calling
    ) {
        let (name, page) = (listed.name, listed.page)
        let asked = ListQuery(call.request)
        let wanted = ColumnCookie.columns(of: name, call.request)
        let known = columns.filter { $0.isForPages || wanted?.contains($0.name) ?? true }
        let shown = known.allSatisfy({ $0.isForPages }) ? columns : known
        listName = name
        headings = shown.map { Self.heading($0, sorted, asked, call) }
        hasRows = !page.items.isEmpty
        tableRows = TableRows(page.items, shown, of: name, marks: marks, isFile: asked.wantsFile, call)
        markActions = (marks?.actions ?? []).map {
            MarkAction(actionText: call.text($0.key), actionPath: $0.path, actionColour: $0.colour)
        }
        hasMarks = tableRows.hasMarks
        hasActions = hasRows && shown.contains { $0.isForPages }
        let kept = asked.kept
        views = listed.views.map { view in
            View(
                viewID: view.id.text, viewName: view.name, viewLink: asked.link(view.query),
                isOpen: view.query == kept)
        }
        (hasViews, shownQuery) = (!views.isEmpty, kept)
        keepsViews = call.person?.kind == .staff
        self.filters = filters.map { Self.filter($0, asked, call) }
        hasFilters = !filters.isEmpty
        chosenSort = asked["sort"]
        columnChoices = columns.filter { !$0.isForPages }.map { column in
            ColumnChoice(
                columnName: column.name, columnText: call.text(column.key),
                columnShown: shown.contains { $0.name == column.name })
        }
        fileLink = asked.link(["as": "csv", "cursor": nil])
        let isNarrowed = filters.contains { asked[$0.name] != nil }
        clearLink = isNarrowed ? call.request.path : nil
        hasTools = hasRows || hasViews || isNarrowed
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
            ariaSort: isSorted ? (descends ? "descending" : "ascending") : nil, headsNumbers: column.isNumber,
            isForPages: column.isForPages)
    }

    private static func filter(_ filter: TableFilter, _ asked: ListQuery, _ call: some Calling) -> Filter {
        let value = asked[filter.name] ?? ""
        return Filter(
            filterName: filter.name, filterLabel: call.text(filter.key), filterInput: filter.input, filterValue: value,
            isChoice: filter.choices != nil, filterUnchosen: filter.unchosen ?? call.text("table_any"),
            filterChoices: (filter.choices ?? []).map {
                Choice(value: $0.value, label: $0.label, chosen: $0.value == value)
            })
    }

    /// The shown columns of all rows, as a file that spreadsheets open.
    func file() -> Download {
        let lines = [headings.filter { !$0.isForPages }.map(\.headingText)] + tableRows.texts
        return .csv("\(listName)-\(BusinessDate.today)", lines)
    }
}
