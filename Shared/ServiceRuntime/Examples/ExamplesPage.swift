import Kernel
import Postgres

/// Every part that pages are made of, each with what it is for: `<prefix>/examples`, only where `QIAO_EXAMPLES` says so.
struct ExamplesPage: ShowsDocument, ShowsTable, Codable, Sendable {
    let table: DataTable
    let document: DocumentView
    let picker: FormField.View
    let steps: [PageStep]
    /// Whether the zoom has more than one picture to show.
    let hasSeveral: Bool
    let chart: Chart
}

struct ExampleQuery: PageRequest, Codable, Sendable {
    var q: String?
    var sort: Sorting<ExampleField>?
    var cursor: String?
    var limit: Int?
}

enum ExampleField: String, SortField {
    case number, amount
    var column: SQL? { nil }
}

/// A row of the table that is shown.
struct ExampleItem: Codable, Sendable {
    let number: String
    let name: String
    let state: String
    let amount: Money

    static let all = [
        ExampleItem(number: "EX-001", name: "桥牌水杯 Bridge cup", state: "open", amount: Money(minor: 12_50)),
        ExampleItem(
            number: "EX-002", name: "Donaudampfschifffahrtsgesellschaftskapitänsmütze", state: "paid",
            amount: Money(minor: 1_234_567_00)),
        ExampleItem(
            number: "EX-003", name: "一个很长很长的名称用来看看表格是否会被撑破而不得不换行", state: "lost",
            amount: Money(minor: -3_00)),
    ]

    static func fitting(_ query: ExampleQuery, _: Call) -> Paged<ExampleItem> {
        let wanted = query.q?.lowercased() ?? ""
        let found = all.filter { wanted.isEmpty || $0.name.lowercased().contains(wanted) }
        let sort = query.sort ?? .ascending(.number)
        let sorted = found.sorted { sort.field == .number ? $0.number < $1.number : $0.amount < $1.amount }
        return Paged(items: sort.descends ? sorted.reversed() : sorted, next: nil)
    }
}
