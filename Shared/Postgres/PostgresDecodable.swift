/// A type that can be read from a column.
///
/// ``init(postgresText:)`` is all a new type needs; a `RawRepresentable` over a decodable raw value needs nothing but
/// the line of conformance. The others are there to be faster, or for NULL.
public protocol PostgresDecodable: Sendable {
    /// Reads PostgreSQL's text form.
    /// - Throws: ``PostgresMismatch`` (or anything) when the text is no such value.
    init(postgresText: String) throws
    /// Reads a cell of a result; by default its text, and NULL is an error.
    init(postgresCell: PostgresCell) throws
    /// Reads an element of an array; by default its text, and NULL is an error.
    init(postgresElement: String?) throws
    /// Reads a cell that holds several; by default an array literal.
    static func array(postgresText: String) throws -> [Self]
}

/// Text that is no value of the type asked for. The text itself is not kept: it may be personal data.
public struct PostgresMismatch: Error, Sendable {
    /// What was found instead, as a kind of value.
    public let found: String

    /// - Parameter found: a kind of value, such as "NULL" or "text that is no date".
    public init(found: String) {
        self.found = found
    }
}

extension PostgresDecodable {
    public init(postgresCell cell: PostgresCell) throws {
        guard !cell.isNull else { throw PostgresMismatch(found: "NULL") }
        try self.init(postgresText: cell.text)
    }

    public init(postgresElement: String?) throws {
        guard let postgresElement else { throw PostgresMismatch(found: "NULL in an array") }
        try self.init(postgresText: postgresElement)
    }

    public static func array(postgresText: String) throws -> [Self] {
        try arrayElements(postgresText).map { try Self(postgresElement: $0) }
    }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    public init(postgresText: String) throws {
        try self.init(raw: RawValue(postgresText: postgresText))
    }

    public init(postgresCell: PostgresCell) throws {
        try self.init(raw: RawValue(postgresCell: postgresCell))
    }

    fileprivate init(raw: RawValue) throws {
        guard let value = Self(rawValue: raw) else {
            throw PostgresMismatch(found: "a value that \(Self.self) does not know")
        }
        self = value
    }
}

// Most of them are words.
extension PostgresDecodable where Self: RawRepresentable<String> {
    public init(postgresCell: PostgresCell) throws {
        try self.init(raw: String(postgresCell: postgresCell))
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    public init(postgresText: String) throws {
        self = try Wrapped(postgresText: postgresText)
    }

    public init(postgresCell: PostgresCell) throws {
        self = postgresCell.isNull ? nil : try Wrapped(postgresCell: postgresCell)
    }

    public init(postgresElement: String?) throws {
        self = try postgresElement.map { try Wrapped(postgresText: $0) }
    }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
    public init(postgresText: String) throws {
        self = try Element.array(postgresText: postgresText)
    }
}
