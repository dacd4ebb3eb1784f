/// Rows of a document: its lines, its payments, the course of its approval. On a phone each row is a card.
public struct DocumentTable: Sendable {
    /// What stands in one place.
    public struct Cell: Sendable {
        var text: String
        var link: String?
        var colour: String?
        var note: String?
        var warning: String?
        var isMarked = false

        /// Words or a number, ready to show.
        /// - Parameters:
        ///   - note: what is said below it, more quietly.
        ///   - warning: what is wrong with it.
        ///   - isMarked: whether it differs from what was before.
        public static func text(
            _ text: String?, link: String? = nil, note: String? = nil, warning: String? = nil, isMarked: Bool = false
        ) -> Cell {
            Cell(text: text ?? "—", link: link, note: note, warning: warning, isMarked: isMarked)
        }
        /// A state.
        public static func badge(_ badge: Badge?, text: String? = nil) -> Cell {
            guard let badge else { return .text(text) }
            return Cell(text: badge.text, colour: badge.colour, note: text)
        }
    }
    /// What heads a column.
    public struct Column: Sendable {
        let text: String
        let isNumber: Bool

        /// - Parameter isNumber: whether figures stand in it, one below the other.
        public init(_ text: String, isNumber: Bool = false) { (self.text, self.isNumber) = (text, isNumber) }
    }

    let name: String
    let key: String
    let columns: [Column]
    let rows: [[Cell]]
    let totals: [(label: String, value: String)]
    let empty: String?
    let note: String?

    /// - Parameters:
    ///   - name: what programs that read the page know it by.
    ///   - key: the key of its heading.
    ///   - totals: what the last column comes to.
    ///   - empty: the key of what to say where there is nothing; a table without one is left out then.
    ///   - note: what explains it.
    public init?(
        _ name: String, _ key: String, _ columns: [Column], _ rows: [[Cell]],
        totals: [(label: String, value: String)] = [], empty: String? = nil, note: String? = nil
    ) {
        guard !rows.isEmpty || empty != nil else { return nil }
        (self.name, self.key, self.columns, self.rows) = (name, key, columns, rows)
        (self.totals, self.empty, self.note) = (totals, empty, note)
    }

    struct View: Codable, Sendable {
        struct Heading: Codable, Sendable {
            let headingText: String
            let headsNumbers: Bool
        }
        struct CellView: Codable, Sendable {
            let cellText: String
            let cellLabel: String
            let cellLink: String?
            let cellColour: String?
            let cellNote: String?
            let cellWarning: String?
            let isMarked: Bool
            let holdsNumber: Bool
        }
        struct Row: Codable, Sendable { let cells: [CellView] }
        struct Total: Codable, Sendable {
            let totalLabel: String
            let totalText: String
        }
        let tableName: String
        let tableTitle: String
        let headings: [Heading]
        let tableRows: [Row]
        let hasRows: Bool
        let tableTotals: [Total]
        let hasTotals: Bool
        let tableEmpty: String?
        let tableNote: String?
        /// How many columns a total's name reaches over.
        let totalSpan: Int
    }

    func view(_ call: some Calling) -> View {
        View(
            tableName: name, tableTitle: call.text(key),
            headings: columns.map { .init(headingText: $0.text, headsNumbers: $0.isNumber) },
            tableRows: rows.map { row in View.Row(cells: zip(columns, row).map(Self.view)) },
            hasRows: !rows.isEmpty, tableTotals: totals.map { .init(totalLabel: $0.label, totalText: $0.value) },
            hasTotals: !totals.isEmpty, tableEmpty: empty.map { call.text($0) }, tableNote: note,
            totalSpan: max(1, columns.count - 1))
    }

    private static func view(_ column: Column, _ cell: Cell) -> View.CellView {
        .init(
            cellText: cell.text, cellLabel: column.text, cellLink: cell.link, cellColour: cell.colour,
            cellNote: cell.note, cellWarning: cell.warning, isMarked: cell.isMarked, holdsNumber: column.isNumber)
    }
}
