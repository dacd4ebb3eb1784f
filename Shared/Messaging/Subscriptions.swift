import EventContracts

/// Everything a service listens to.
public struct Subscriptions: Sendable {
    let all: [Subscription]
    private let byName: [EventName: [Subscription]]
    private let everything: [Subscription]
    private let known: Set<EventName>

    /// - Parameter catalogs: the publishers that are listened to; a type that none of them knows is parked.
    public init(_ subscriptions: [Subscription], catalogs: [EventCatalog] = []) {
        all = subscriptions
        byName = Dictionary(
            grouping: subscriptions.filter { $0.name != nil }, by: { $0.name ?? EventName(type: "", version: 0) })
        everything = subscriptions.filter { $0.name == nil }
        known = Set(catalogs.flatMap(\.names)).union(subscriptions.compactMap(\.name))
            .union(subscriptions.flatMap(\.catalogs).flatMap(\.names))
    }

    /// The aggregate types to be bound to.
    public var aggregateTypes: [String] { Array(Set(all.flatMap(\.aggregateTypes))).sorted() }

    /// The publishers whose requests queue can be asked for what is missing.
    var publishers: [String] {
        Array(Set(aggregateTypes.compactMap { $0.split(separator: ".").first.map(String.init) })).sorted()
    }

    /// What is done with an event of that name; nil when the name is unknown to this build.
    func handlers(of name: EventName) -> [Subscription]? {
        let own = byName[name] ?? []
        let general = everything.filter { $0.aggregateTypes.contains(name.aggregateType) }
        if own.isEmpty && general.isEmpty && !known.contains(name) { return nil }
        return known.contains(name) ? own + general : nil
    }

    var knownNames: [EventName] { Array(known) }
}
