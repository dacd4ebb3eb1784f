/// The rows of a list: for a file as texts, for a page as HTML, written in one go. A page has hundreds of cells; to fill a
/// template for each of them takes several times as long as all the rest of the page.
struct TableRows: Codable, Sendable {
    /// What stands in the columns that a file has.
    let texts: [[String]]
    /// Whether any of them can be marked.
    let hasMarks: Bool
    private let html: String

    init<Item: Sendable>(
        _ items: [Item], _ columns: [TableColumn<Item>], of list: String, marks: RowMarks<Item>?, isFile: Bool,
        _ call: some Calling
    ) {
        if isFile {
            let kept = columns.filter { !$0.isForPages }
            texts = items.map { item in kept.map { $0.cell(item).text } }
            (hasMarks, html) = (false, "")
            return
        }
        texts = []
        let ids = marks.map { marks in items.map(marks.id) } ?? []
        hasMarks = ids.contains { $0 != nil }
        let writer = TableRowWriter(
            list: list, heads: columns.map { TableRowWriter.head(call.text($0.key), isNumber: $0.isNumber) },
            mark: hasMarks ? call.text("table_mark").escapedForHTML : nil)
        let cells = columns.map { $0.cell }
        var html = ""
        html.reserveCapacity(items.count * columns.count * 96)
        // By number: to iterate over items of any type takes a fiftieth of the page.
        for row in 0..<items.count {
            writer.begin(hasMarks ? ids[row] : nil, in: &html)
            for column in 0..<cells.count { writer.write(cells[column](items[row]), inColumn: column, to: &html) }
            writer.end(in: &html)
        }
        self.html = html
    }

    // A template gets it as text.
    init(from decoder: any Decoder) throws {
        (texts, hasMarks, html) = ([], false, try decoder.singleValueContainer().decode(String.self))
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

    /// - Parameter id: by which the row is marked; nil of what cannot be.
    func begin(_ id: String?, in html: inout String) {
        html += "<tr>"
        if let mark { write(id, called: mark, to: &html) }
    }

    func end(in html: inout String) { html += "</tr>\n" }

    func write(_ cell: TableCell, inColumn column: Int, to html: inout String) {
        html += heads[column]
        write(cell, to: &html)
        html += "</td>"
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
