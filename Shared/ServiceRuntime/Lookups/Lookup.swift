import Kernel
import Postgres

/// What a form's fields refer to among many: people find it by a part of its number or of its name.
public struct Lookup: Sendable {
    /// What of an entry its field stands for.
    enum Kept: Sendable { case id, number }

    /// The names of the fields, without what they are part of: `productID` for `lines[0].productID`.
    let fields: [String: Kept]
    let find: @Sendable (LookupQuery, Call) async throws -> [LookupEntry]
}

/// One of the many.
public struct LookupEntry: Codable, Sendable, Hashable {
    public let id: String
    /// By which people tell it from others: no two have the same.
    public let number: String
    public let name: String
    /// What else helps to choose, such as a price.
    public let note: String?
    /// What else it is found by, such as its name in the other language.
    private var others: [String] = []

    private enum CodingKeys: String, CodingKey { case id, number, name, note }

    /// - Parameter otherNames: the names it is found by besides the one that is shown.
    public init(
        id: some CustomStringConvertible, number: String, name: String, otherNames: [String?] = [], note: String? = nil
    ) {
        (self.id, self.number, self.name, self.note) = (id.description, number, name, note)
        others = otherNames.compactMap(\.self)
    }

    /// Whether its number or one of its names holds the text, which is in small letters.
    func fits(_ typed: String) -> Bool { ([number, name] + others).contains { $0.lowercased().contains(typed) } }

    /// As a field shows it, and as a form sends it.
    public var shown: String { number + Self.between + name }
    static let between = " · "
}

/// What was typed so far.
public struct LookupQuery: Codable, Sendable {
    /// A part of the number or of the name; all fit when there is none.
    public var q: String?
    /// Several texts at once, each of which is looked for by itself.
    private var several: [String] = []

    private enum CodingKeys: String, CodingKey { case q }

    init(q: String? = nil) { self.q = q }
    init(several: [String]) { self.several = several }

    /// How many are found at most, and one more by which one sees that there are others.
    static let most = 20
    /// How many rows are read.
    public var rowLimit: Int { (Self.most + 1) * max(1, several.count) }

    private var typed: [String] { (several + [q ?? ""]).map { $0.trimmed.lowercased() }.filter { !$0.isEmpty } }

    /// Whether the number or one of the names holds what was typed.
    public func fits(_ number: SQL, _ names: SQL...) -> SQL {
        guard !typed.isEmpty else { return "true" }
        let holds = ([number] + names).map { "position(typed in lower(\($0))) > 0" as SQL }
        return "exists (select from unnest(\(typed)::text[]) typed where " + holds.joined(separator: " or ") + ")"
    }

    /// The order in which they are found: what is called so, then what begins so, then the others.
    public func nearest(_ number: SQL, _ names: SQL...) -> SQL {
        guard !typed.isEmpty else { return number }
        let all = [number] + names
        let equal = all.map { "lower(\($0)) = any(\(typed)::text[])" as SQL }.joined(separator: " or ")
        let begins = all.map { name in
            "exists (select from unnest(\(typed)::text[]) typed where starts_with(lower(\(name)), typed))" as SQL
        }.joined(separator: " or ")
        return "coalesce(" + equal + ", false) desc, coalesce(" + begins + ", false) desc, " + number
    }
}

/// Those that fit, the nearest first.
struct LookupFound: Codable, Sendable {
    let entries: [LookupEntry]
    /// Whether there are others.
    let more: Bool

    init(_ found: [LookupEntry]) {
        entries = Array(found.prefix(LookupQuery.most))
        more = found.count > LookupQuery.most
    }
}

/// Finds what fields refer to: `GET <prefix>/api/lookups/<name>?q=`. What people type into those fields of a form is
/// understood by it, too: see ``TypedReferences``.
///
/// - Parameters:
///   - fields: the fields that stand for the id of an entry.
///   - numberFields: the fields that stand for its number.
public func lookup(
    _ name: String, for fields: [String], byNumber numberFields: [String] = [], _ summary: String, _ access: Access,
    _ find: @escaping @Sendable (LookupQuery, Call) async throws -> [LookupEntry]
) -> Route {
    var route = query("lookups/\(name)", summary, access) { (input: LookupQuery, call) in
        LookupFound(try await find(input, call))
    }
    let kept = fields.map { ($0, Lookup.Kept.id) } + numberFields.map { ($0, .number) }
    route.lookup = Lookup(fields: Dictionary(kept) { $1 }, find: find)
    return route
}
