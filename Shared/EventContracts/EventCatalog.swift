import JSONSchema

/// Every event type that one service publishes, or has ever published.
public struct EventCatalog: Sendable {
    /// The publishing service: `oa`.
    public let publisher: String
    public let types: [any Event.Type]
    /// Aggregate types whose bodies are sensitive: only services entitled to them may bind to them.
    public let sensitive: Set<String>

    public init(publisher: String, sensitive: Set<String> = [], _ types: [any Event.Type]) {
        self.publisher = publisher
        self.sensitive = sensitive
        self.types = types
    }

    public var names: [EventName] { types.map { $0.name } }
    public var aggregateTypes: [String] { Array(Set(names.map(\.aggregateType))).sorted() }

    /// True when the name is one this build knows.
    public func knows(_ name: EventName) -> Bool { names.contains(name) }
}
