import JSONSchema
import Postgres

/// The `state` by which a list is narrowed whose page begins with what is open: `open`, `all`, or one of the states of
/// its documents.
public enum StateShown<State>: Sendable, Hashable
where State: RawRepresentable<String> & CaseIterable & Hashable & PostgresEncodable {
    case open, all
    case only(State)

    /// What a page shows that was asked for no state: whoever looks for something looks among all.
    public static func unasked(searching text: String?) -> StateShown {
        text?.contains { !$0.isWhitespace } ?? false ? .all : .open
    }

    /// The condition of the list; nil for all.
    ///
    /// - Parameters:
    ///   - column: where the state is.
    ///   - open: what makes a document of the list an open one.
    public func condition(on column: SQL, open: SQL) -> SQL? {
        switch self {
        case .open: open
        case .all: nil
        case .only(let state): "\(column) = \(state)"
        }
    }

    private static var allValues: [StateShown] { [.open, .all] + State.allCases.map { .only($0) } }

    /// As the query says it.
    private var word: String {
        switch self {
        case .open: "open"
        case .all: "all"
        case .only(let state): state.rawValue
        }
    }
}

extension StateShown: Codable, SchemaRepresentable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Self.allValues.first(where: { $0.word == text }) else {
            let words = Self.allValues.map(\.word).joined(separator: ", ")
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "one of \(words)"))
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(word)
    }

    public static var jsonSchema: JSONValue {
        [
            "type": "string", "enum": .array(allValues.map { .string($0.word) }),
            "description": "A state, or open for what is not done yet; all narrows nothing",
        ]
    }
    public static var schemaExample: StateShown { .open }
}
