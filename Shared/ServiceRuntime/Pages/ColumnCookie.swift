/// Which columns of a list a person wants, in a cookie of their browser.
enum ColumnCookie {
    static func name(of list: String) -> String { "qiao_columns_\(list)" }

    /// The names of the wanted ones; nil where nothing was chosen.
    static func columns(of list: String, _ request: ReceivedRequest) -> Set<String>? {
        request.cookies[name(of: list)].map { Set($0.split(separator: ".").map(String.init)) }
    }

    /// A word as lists and columns have it, fit for a cookie.
    static func isWord(_ text: String) -> Bool {
        (1...60).contains(text.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
    }
}
