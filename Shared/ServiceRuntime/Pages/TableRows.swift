/// The rows of a list: as values for files, and as HTML for pages, written in one go. A page has hundreds of cells; to fill
/// a template for each of them takes several times as long as all the rest of the page.
struct TableRows: Codable, Sendable {
    struct Row: Sendable {
        let cells: [TableCell]
        /// By which it is marked; nil of what cannot be.
        let mark: String?
    }
    let rows: [Row]
    private let html: String

    init<Item: Sendable>(
        _ items: [Item], _ columns: [TableColumn<Item>], of list: String, marks: RowMarks<Item>?, _ call: some Calling
    ) {
        let cells = columns.map { $0.cell }
        rows = items.map { item in Row(cells: cells.map { $0(item) }, mark: marks.flatMap { $0.id(item) }) }
        let writer = TableRowWriter(
            list: list, heads: columns.map { TableRowWriter.head(call.text($0.key), isNumber: $0.isNumber) },
            mark: rows.contains { $0.mark != nil } ? call.text("table_mark") : nil)
        html = rows.reduce(into: "") { writer.write($1, to: &$0) }
    }

    // A template gets it as text.
    init(from decoder: any Decoder) throws {
        (rows, html) = ([], try decoder.singleValueContainer().decode(String.self))
    }
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(html)
    }
}

/// Writes rows as `data-table` shows them; what is done to one of them is sent by the form `act-<list>` beside the table.
private struct TableRowWriter {
    let list: String
    /// How the cells of each column begin.
    let heads: [String]
    /// What marking a row is called; nil where none can be.
    let mark: String?

    static func head(_ label: String, isNumber: Bool) -> String {
        "<td data-label=\"\(label.escapedForHTML)\"" + (isNumber ? " class=\"text-end text-nowrap\">" : ">")
    }

    /// How a link begins: a number is not broken at its hyphens, nor anything else that is short.
    private static func anchor(of text: String) -> String {
        text.utf8.count <= 18 ? "<a class=\"text-nowrap\" href=\"" : "<a href=\""
    }

    func write(_ row: TableRows.Row, to html: inout String) {
        html += "<tr>"
        if let mark { write(row.mark, called: mark.escapedForHTML, to: &html) }
        for place in heads.indices {
            html += heads[place]
            write(row.cells[place], to: &html)
            html += "</td>"
        }
        html += "</tr>\n"
    }

    private func write(_ id: String?, called name: String, to html: inout String) {
        html += "<td class=\"qiao-mark-cell\" data-label=\"\(name)\">"
        if let id {
            html += "<input class=\"form-check-input\" type=\"checkbox\" form=\"marked-\(list)\" name=\"ids\" value=\""
            html.append(escaping: id)
            html += "\" aria-label=\"\(name)\" autocomplete=\"off\">"
        }
        html += "</td>"
    }

    private func write(_ cell: TableCell, to html: inout String) {
        if let path = cell.action {
            html += "<button class=\"btn btn-sm btn-\(cell.colour ?? "primary")\" type=\"submit\" form=\"act-\(list)\""
            wrap(cell.text, in: " formaction=\"", path, end: "</button>", to: &html)
        } else if let link = cell.link {
            wrap(cell.text, in: Self.anchor(of: cell.text), link, end: "</a>", to: &html)
        } else if let colour = cell.colour {
            wrap(cell.text, in: "<span class=\"badge text-bg-", colour, end: "</span>", to: &html)
        } else {
            html.append(escaping: cell.text)
        }
    }

    private func wrap(_ text: String, in start: String, _ value: String, end: String, to html: inout String) {
        html += start
        html.append(escaping: value)
        html += "\">"
        html.append(escaping: text)
        html += end
    }
}
