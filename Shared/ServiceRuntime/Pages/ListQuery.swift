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
        return link(Self.text(kept + new))
    }

    /// The page with another query.
    func link(_ query: String) -> String { query.isEmpty ? path : "\(path)?\(query)" }

    /// How the list is narrowed and sorted, as text that can be kept.
    var kept: String { Self.text(pairs.filter { !Self.passing.contains($0.name) }.map { ($0.name, $0.value) }) }

    /// What of a query is kept with a view; that it is one is checked.
    /// - Throws: ``Problem`` 422 when it is too long, 400 when it is not url-encoded.
    static func kept(of query: String) throws -> String {
        guard query.utf8.count <= 2000 else {
            throw Problem.invalid(field: "query", "must have at most 2,000 bytes")
        }
        let pairs = try FormFields.pairs(query).filter { !$0.value.isEmpty && !passing.contains($0.name) }
        return text(pairs.map { ($0.name, $0.value) })
    }

    private static let passing: Set<String> = ["cursor", "limit", "as", "lang"]

    private static func text(_ pairs: [(String, String)]) -> String {
        pairs.map { "\(urlEncoded($0.0, keepsSlashes: true))=\(urlEncoded($0.1, keepsSlashes: true))" }.joined(
            separator: "&")
    }
}
