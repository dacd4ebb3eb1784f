/// A statement whose values are parameters by construction.
///
/// ```swift
/// let open: SQL = "select id from quote where customer = \(customer) and state = any(\(states))"
/// ```
///
/// What is interpolated is bound (`$1`, `$2`, …), never spliced: a value, an optional (nil is NULL), an array (one
/// parameter). Another `SQL` is embedded with its parameters. Raw text enters by the labelled door only.
public struct SQL: Sendable {
    // The text around the parameters: always one piece more than there are parameters.
    var pieces: [String]
    var parameters: [PostgresParameter]

    /// A statement without parameters, from text that no user had a hand in.
    public init(unsafe text: String) {
        pieces = [text]
        parameters = []
    }

    /// The text as the server gets it, with `$n` for the parameters.
    public var text: String {
        guard !parameters.isEmpty else { return pieces[0] }
        var text = pieces[0]
        text.reserveCapacity(pieces.reduce(4 * parameters.count) { $0 + $1.utf8.count })
        for (index, piece) in pieces.dropFirst().enumerated() {
            text += "$"
            text += String(index + 1)
            text += piece
        }
        return text
    }

    /// The two, one after the other.
    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    /// The conditions that apply, joined by `and`; `true` when none does.
    ///
    /// One that does not apply is left out, not made true by a NULL: a prepared statement has one plan for all its values.
    public static func all(_ conditions: SQL?...) -> SQL {
        let applying = conditions.compactMap(\.self)
        return applying.isEmpty ? "true" : applying.joined(separator: " and ")
    }

    /// Adds a fragment and its parameters at the end.
    public mutating func append(_ fragment: SQL) {
        pieces[pieces.count - 1] += fragment.pieces[0]
        pieces += fragment.pieces.dropFirst()
        parameters += fragment.parameters
    }

    mutating func append(_ parameter: PostgresParameter) {
        parameters.append(parameter)
        pieces.append("")
    }
}

extension SQL: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) {
        self.init(unsafe: value)
    }

    public init(stringInterpolation: Interpolation) {
        self = stringInterpolation.sql
    }

    /// Collects text and parameters.
    public struct Interpolation: StringInterpolationProtocol, Sendable {
        var sql = SQL(unsafe: "")

        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.parameters.reserveCapacity(interpolationCount)
            sql.pieces.reserveCapacity(interpolationCount + 1)
        }

        public mutating func appendLiteral(_ literal: String) {
            sql.pieces[sql.pieces.count - 1] += literal
        }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some PostgresEncodable) {
            sql.append(value.postgresParameter)
        }

        /// Binds a value, or NULL when there is none.
        public mutating func appendInterpolation(_ value: (some PostgresEncodable)?) {
            sql.append(value?.postgresParameter ?? .null)
        }

        /// Embeds a fragment with its own parameters.
        public mutating func appendInterpolation(_ fragment: SQL) {
            sql.append(fragment)
        }

        /// A table or column name chosen at run time, quoted.
        public mutating func appendInterpolation(identifier name: String) {
            appendLiteral("\"\(name.replacing("\"", with: "\"\""))\"")
        }

        /// Text that becomes part of the statement as it is. Only for text no user had a hand in.
        public mutating func appendInterpolation(unsafe text: String) {
            appendLiteral(text)
        }
    }
}

extension Sequence<SQL> {
    /// The fragments in order with a separator between, for lists of conditions or of values.
    public func joined(separator: SQL) -> SQL {
        var joined = SQL(unsafe: "")
        for (index, fragment) in enumerated() {
            if index > 0 { joined.append(separator) }
            joined.append(fragment)
        }
        return joined
    }
}
