import Foundation

/// The query of a list's page: what is asked, and links that ask something else.
struct ListQuery: Sendable {
    private let path: String
    private let pairs: [(name: String, value: String)]

    init(_ request: ReceivedRequest) {
        path = request.path
        pairs = ((try? FormFields.pairs(request.query)) ?? []).filter { !$0.value.isEmpty && $0.name != "lang" }
    }

    subscript(_ name: String) -> String? { pairs.last { $0.name == name }?.value }

    /// Whether the list is wanted as a file.
    var wantsFile: Bool { self["as"] == "csv" }

    /// The same page with some of the query changed; nil takes a field away.
    func link(_ changes: [String: String?]) -> String {
        let kept = pairs.filter { changes.index(forKey: $0.name) == nil }.map { ($0.name, $0.value) }
        let new = changes.sorted { $0.key < $1.key }.compactMap { name, value in value.map { (name, $0) } }
        let query = (kept + new).map { "\(PageFrame.encoded($0.0))=\(PageFrame.encoded($0.1))" }
        return query.isEmpty ? path : "\(path)?\(query.joined(separator: "&"))"
    }
}

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
