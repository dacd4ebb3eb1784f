import Foundation
import JSONSchema
import Kernel
import Postgres

/// What a list can be sorted by: an enumeration whose words are those of the query, `?sort=name`.
public protocol SortField: RawRepresentable, CaseIterable, Sendable, Hashable where RawValue == String {
    /// The column, qualified by its table and never null; nil for the order of the (time-ordered) ids.
    var column: SQL? { get }
}

/// The order of a list: `name`, or `-name` for the other way round. The cursor of a page is the id of its last item, and
/// the next page begins where that item stands in the order.
public struct Sorting<Field: SortField>: Sendable, Hashable {
    public let field: Field
    public let descends: Bool

    public static func ascending(_ field: Field) -> Sorting { Sorting(field: field, descends: false) }
    public static func descending(_ field: Field) -> Sorting { Sorting(field: field, descends: true) }

    /// As the query says it.
    public var word: String { (descends ? "-" : "") + field.rawValue }

    /// What follows `order by`; the id makes the order whole.
    public func clause(id: SQL) -> SQL {
        let way: SQL = descends ? "desc" : "asc"
        return field.column.map { "\($0) \(way), \(id) \(way)" } ?? "\(id) \(way)"
    }

    /// The condition of the pages after the first; nil on the first.
    ///
    /// - Parameters:
    ///   - last: the id of the last item of the page before.
    ///   - table: where column and id are, without aliases that the list does not have.
    ///   - id: the column of the id, qualified.
    public func after<Of>(_ last: ID<Of>?, in table: SQL, id: SQL) -> SQL? {
        guard let last else { return nil }
        let than: SQL = descends ? "<" : ">"
        guard let column = field.column else { return "\(id) \(than) \(last)" }
        return "(\(column), \(id)) \(than) (select \(column), \(id) from \(table) where \(id) = \(last))"
    }
}

extension Sorting: Codable, SchemaRepresentable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        let descends = text.hasPrefix("-")
        guard let field = Field(rawValue: descends ? String(text.dropFirst()) : text) else {
            let names = Field.allCases.map(\.rawValue).joined(separator: ", ")
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(names), or one of them with - before it"))
        }
        self.init(field: field, descends: descends)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(word)
    }

    public static var jsonSchema: JSONValue {
        let names = Field.allCases.map(\.rawValue)
        return [
            "type": "string", "enum": .array((names + names.map { "-\($0)" }).map { .string($0) }),
            "description": "The order; with - before it the other way round",
        ]
    }
    public static var schemaExample: Sorting { .ascending(Field.allCases[Field.allCases.startIndex]) }
}
