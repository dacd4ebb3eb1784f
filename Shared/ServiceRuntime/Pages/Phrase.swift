/// A sentence for people, with what is filled in kept apart: it can be told in another language. Written as a string
/// literal: `"the version was valid until \(date)"`.
public struct Phrase: Sendable, Hashable {
    /// What is filled in.
    public enum Value: Sendable, Hashable {
        case text(String)
        /// A word by its name in the code, for which readers have their own under the key: a state, a kind of document.
        case word(String, key: String)

        /// As English reads it.
        var english: String {
            switch self {
            case .text(let text): text
            case .word(let name, _): name.replacing("_", with: " ")
            }
        }
    }

    /// The English sentence with `{}` where the values stand. Translations are found by it.
    public let pattern: String
    public let values: [Value]

    /// A sentence that is one whole.
    public init(_ text: String) {
        pattern = text
        values = []
    }

    /// What stands in the places of the pattern when the sentence was made from it; nil when it was not. Sentences that
    /// were kept or came from another service are told in another language by it.
    static func values(of sentence: String, in pattern: String) -> [String]? {
        let pieces = pattern.split(separator: "{}", omittingEmptySubsequences: false)
        // A pattern of hardly any words fits anything.
        guard pieces.count > 1, pieces.joined().count >= 5, sentence.hasPrefix(pieces[0]) else { return nil }
        var rest = sentence.dropFirst(pieces[0].count)
        var values: [String] = []
        for piece in pieces.dropFirst().dropLast() {
            guard let found = rest.firstRange(of: piece) else { return nil }
            values.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        let end = pieces[pieces.count - 1]
        guard rest.hasSuffix(end) else { return nil }
        values.append(String(rest.dropLast(end.count)))
        return values
    }

    /// A pattern, in whichever language, with the values filled in one after the other.
    public static func fill(_ pattern: String, with values: [String]) -> String {
        var rest = values[...]
        var filled = ""
        for (index, piece) in pattern.split(separator: "{}", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { filled += rest.popFirst() ?? "" }
            filled += piece
        }
        return filled
    }
}

extension Phrase: CustomStringConvertible {
    /// The English sentence.
    public var description: String {
        values.isEmpty ? pattern : Self.fill(pattern, with: values.map(\.english))
    }
}

extension Phrase: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self.init(value) }

    public init(stringInterpolation: Interpolation) {
        (pattern, values) = (stringInterpolation.pattern, stringInterpolation.values)
    }

    /// Collects the pattern and what stands in it.
    public struct Interpolation: StringInterpolationProtocol {
        var pattern = ""
        var values: [Value] = []

        public init(literalCapacity: Int, interpolationCount: Int) {}
        public mutating func appendLiteral(_ literal: String) { pattern += literal }

        public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            pattern += "{}"
            values.append(.text(value.description))
        }

        /// The state of a document, by its name in the code.
        public mutating func appendInterpolation(state: String) {
            pattern += "{}"
            values.append(.word(state, key: "state_\(state)"))
        }

        /// A kind of document: `sales order`.
        public mutating func appendInterpolation(thing: String) {
            pattern += "{}"
            values.append(.word(thing, key: "thing_\(thing.replacing(" ", with: "_"))"))
        }
    }
}
