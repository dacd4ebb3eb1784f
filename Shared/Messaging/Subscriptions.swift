import EventContracts
import Postgres

/// Everything a service listens to.
public struct Subscriptions: Sendable {
    /// What is done with events of one name.
    struct Handlers: Sendable {
        fileprivate(set) var single: [@Sendable (Arrival, EventTransaction) async throws -> Void] = []
        /// By which of ``Subscriptions/many``.
        fileprivate(set) var together: [Int] = []
        /// Whether all of them touch rows of the event's own aggregate only.
        fileprivate(set) var isBatchable = true

        /// - Parameter place: of its handler among those that take many, if it is one.
        fileprivate mutating func add(_ subscription: Subscription, _ place: Int) {
            isBatchable = isBatchable && subscription.touching == .own
            switch subscription.work {
            case .one(let work): single.append(work)
            case .many: together.append(place)
            }
        }
    }

    let all: [Subscription]
    /// The handlers that take many events at once.
    let many: [@Sendable ([Arrival], PostgresTransaction) async throws -> Void]
    private let handlers: [EventName: Handlers]

    /// - Parameter catalogs: the publishers that are listened to; a type that none of them knows is parked.
    public init(_ subscriptions: [Subscription], catalogs: [EventCatalog] = []) {
        all = subscriptions
        let known = Set(catalogs.flatMap(\.names)).union(subscriptions.compactMap(\.name))
            .union(subscriptions.flatMap(\.catalogs).flatMap(\.names))
        var handlers = Dictionary(uniqueKeysWithValues: known.map { ($0, Handlers()) })
        var many: [@Sendable ([Arrival], PostgresTransaction) async throws -> Void] = []
        for subscription in subscriptions {
            if case .many(let work) = subscription.work { many.append(work) }
            for name in subscription.names(among: known) {
                handlers[name]?.add(subscription, many.count - 1)
            }
        }
        (self.handlers, self.many) = (handlers, many)
    }

    /// The aggregate types to be bound to.
    public var aggregateTypes: [String] { Array(Set(all.flatMap(\.aggregateTypes))).sorted() }

    /// The publishers whose requests queue can be asked for what is missing.
    var publishers: [String] {
        Array(Set(aggregateTypes.compactMap { $0.split(separator: ".").first.map(String.init) })).sorted()
    }

    /// What is done with an event of that name; nil when the name is unknown to this build.
    func handlers(of name: EventName) -> Handlers? { handlers[name] }

    var knownNames: [EventName] { Array(handlers.keys) }
}

extension Subscription {
    /// Which of all names it handles.
    fileprivate func names(among known: Set<EventName>) -> [EventName] {
        if let name { return [name] }
        return known.filter { aggregateTypes.contains($0.aggregateType) }
    }
}
