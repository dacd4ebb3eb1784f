/// A value as it goes to the server.
public enum PostgresParameter: Sendable, Equatable {
    case null
    /// Text form; the server infers the type from the statement.
    case text(String)
    /// Binary form, used for `bytea`.
    case binary([UInt8])
}

/// A type whose values can be bound to a statement.
///
/// ``postgresText`` is all a new type needs; a `RawRepresentable` over an encodable raw value needs nothing but the
/// line of conformance.
public protocol PostgresEncodable: Sendable {
    /// The value in PostgreSQL's text form; nil is NULL.
    var postgresText: String? { get }
    /// The value as a parameter; by default its text.
    var postgresParameter: PostgresParameter { get }
    /// Several values as one parameter; by default an array literal.
    static func postgresParameter(forArray elements: [Self]) -> PostgresParameter
}

/// A type that goes both ways.
public typealias PostgresCodable = PostgresEncodable & PostgresDecodable

extension PostgresEncodable {
    public var postgresParameter: PostgresParameter {
        postgresText.map { .text($0) } ?? .null
    }

    public static func postgresParameter(forArray elements: [Self]) -> PostgresParameter {
        // A closure: a key path of a generic type would be made anew each time.
        .text(arrayLiteral(elements.lazy.map { $0.postgresText }))
    }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    public var postgresText: String? { rawValue.postgresText }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    public var postgresText: String? { self?.postgresText }

    public var postgresParameter: PostgresParameter { self?.postgresParameter ?? .null }
}

extension Array: PostgresEncodable where Element: PostgresEncodable {
    public var postgresText: String? {
        switch postgresParameter {
        case .null: nil
        case .text(let text): text
        case .binary(let bytes): hexadecimal(bytes)
        }
    }

    public var postgresParameter: PostgresParameter { Element.postgresParameter(forArray: self) }
}
