/// What stands in one place of a table.
public struct TableCell: Sendable {
    let text: String
    var link: String?
    var colour: String?
    var action: String?

    /// Words or a number, ready to show; nothing is a dash.
    public static func text(_ text: String?) -> TableCell { TableCell(text: text ?? "—") }
    /// A document, which it leads to.
    public static func link(_ text: String, to link: String) -> TableCell { TableCell(text: text, link: link) }
    /// A state.
    public static func badge(_ badge: Badge) -> TableCell { TableCell(text: badge.text, colour: badge.colour) }
    /// Something to do, in a column of such: a button that calls the route at `path`.
    public static func button(_ text: String, _ path: String, colour: String = "primary") -> TableCell {
        TableCell(text: text, colour: colour, action: path)
    }
    /// Nothing at all.
    public static let nothing = TableCell(text: "")
}

/// One column of a list: what heads it, how the list is sorted by it, and what stands in it.
public struct TableColumn<Item: Sendable>: Sendable {
    let key: String
    let sort: String?
    let isNumber: Bool
    /// Whether it is to press and not to read: files have no such column, and nobody chooses it.
    private(set) var isForPages = false
    let cell: @Sendable (Item) -> TableCell

    /// What a person's choice of columns knows it by: `number` for the heading `field_number`.
    let name: String

    /// - Parameters:
    ///   - key: the key of its heading.
    ///   - sort: the word of the list's `sort`; nil where it cannot be sorted by this.
    ///   - isNumber: whether figures stand in it, one below the other.
    public init(
        _ key: String, sort: String? = nil, isNumber: Bool = false, cell: @escaping @Sendable (Item) -> TableCell
    ) {
        (self.key, self.sort, self.isNumber, self.cell) = (key, sort, isNumber, cell)
        name = key.firstIndex(of: "_").map { String(key[key.index(after: $0)...]) } ?? key
    }

    /// What can be done with a row, at its end.
    public static func actions(_ cell: @escaping @Sendable (Item) -> TableCell) -> TableColumn {
        var column = TableColumn("table_actions", cell: cell)
        column.isForPages = true
        return column
    }
}

/// A field by which a list is narrowed; its name is that of the list's query.
public struct TableFilter: Sendable {
    let name: String
    let key: String
    let input: String
    private(set) var choices: [Choice]?
    /// What is shown where none of them is chosen; nil for any.
    var unchosen: String?

    /// A text that is looked for.
    public static func text(_ key: String, name: String = "q") -> TableFilter {
        TableFilter(name: name, key: key, input: "search", choices: nil)
    }
    /// A day.
    public static func day(_ name: String, _ key: String) -> TableFilter {
        TableFilter(name: name, key: key, input: "date", choices: nil)
    }
    /// One of several.
    public static func choice(_ name: String, _ key: String, _ choices: [Choice]) -> TableFilter {
        TableFilter(name: name, key: key, input: "", choices: choices)
    }
    /// One of the states of a document.
    public static func state<State: CaseIterable & RawRepresentable<String>>(
        _ states: State.Type, _ call: some Calling
    ) -> TableFilter {
        .choice(
            "state", "field_state",
            State.allCases.map { Choice(value: $0.rawValue, label: call.text("state_\($0.rawValue)")) })
    }
    /// One of the states of a document whose list begins with what is open; `all` shows the rest as well.
    public static func openFirst<State: CaseIterable & RawRepresentable<String>>(
        _ states: State.Type, isOpen: Bool, _ call: some Calling
    ) -> TableFilter {
        var filter = TableFilter.state(states, call)
        filter.choices?.append(Choice(value: "all", label: call.text("table_all")))
        filter.unchosen = isOpen ? call.text("table_open") : nil
        return filter
    }
}
