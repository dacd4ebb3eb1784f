import EventContracts
import Foundation
import Synchronization

/// What was committed, by this process or another replica, for those who look at a document while others work on it. It
/// says only that a look is worth while: it may be told twice, and what was told while nobody could hear is told as
/// ``Touched/everything``.
public final class Changes: Sendable {
    /// What a transaction touched: business transactions and documents by their ids, and the aggregate types of events.
    public struct Touched: Sendable, Hashable {
        var ids: Set<UUID>
        var types: Set<String>
        var isEverything = false

        static let everything = Touched(ids: [], types: [], isEverything: true)
    }

    /// What somebody looks at.
    public enum Interest: Sendable {
        /// Documents and business transactions.
        case ids(Set<UUID>)
        /// Aggregate types.
        case types(Set<String>)
        case anything

        func meets(_ touched: Touched) -> Bool {
            if touched.isEverything { return true }
            return switch self {
            case .ids(let ids): !ids.isDisjoint(with: touched.ids)
            case .types(let types): !types.isDisjoint(with: touched.types)
            case .anything: true
            }
        }
    }

    /// Somebody's wait for a change of what interests them.
    public final class Watch: Sendable {
        private let signal = WakeSignal()
        private let state: Mutex<(interest: Interest, isMet: Bool)>

        init(_ interest: Interest) { state = Mutex((interest, false)) }

        /// From now on something else.
        public func turn(to interest: Interest) { state.withLock { $0.interest = interest } }

        func tell(_ touched: Touched) {
            let isMet = state.withLock { state in
                guard state.interest.meets(touched) else { return false }
                state.isMet = true
                return true
            }
            if isMet { signal.signal() }
        }

        func wake() { signal.signal() }

        /// Returns at a change, after `limit`, when everyone is woken, or when the task is cancelled.
        /// - Returns: whether there was a change.
        public func wait(atMost limit: Duration) async -> Bool {
            await signal.wait(atMost: limit)
            return state.withLock { state in
                defer { state.isMet = false }
                return state.isMet
            }
        }
    }

    private let watches = Mutex<[ObjectIdentifier: Watch]>([:])

    /// Watches until ``end(_:)``.
    public func watch(_ interest: Interest) -> Watch {
        let watch = Watch(interest)
        watches.withLock { $0[ObjectIdentifier(watch)] = watch }
        return watch
    }

    /// Watches no more.
    public func end(_ watch: Watch) { _ = watches.withLock { $0.removeValue(forKey: ObjectIdentifier(watch)) } }

    /// Wakes everyone who watches, without a change: who looks may have changed.
    public func wakeAll() {
        for watch in watches.withLock({ Array($0.values) }) { watch.wake() }
    }

    /// Whether anybody watches.
    var isWatched: Bool { watches.withLock { !$0.isEmpty } }

    func tell(_ touched: Touched) {
        for watch in watches.withLock({ $0.isEmpty ? [] : Array($0.values) }) { watch.tell(touched) }
    }
}

extension Changes.Touched {
    /// What a command touched.
    init(chain: UUID, _ emitted: [EventTransaction.Emitted]) {
        self.init(
            ids: Set(emitted.map(\.aggregate)).union(emitted.map(\.chain)).union([chain]),
            types: Set(emitted.map(\.name.aggregateType)))
    }

    /// What the handlers of events touched.
    init(_ envelopes: [Envelope]) {
        self.init(
            ids: Set(envelopes.map(\.aggregateID)).union(envelopes.map(\.chain)),
            types: Set(envelopes.map(\.aggregateType)))
    }

    /// Both.
    mutating func merge(_ other: Changes.Touched) {
        ids.formUnion(other.ids)
        types.formUnion(other.types)
        isEverything = isEverything || other.isEverything
    }

    /// For another replica, in less than the 8,000 bytes that NOTIFY takes.
    var asText: String {
        let text = (ids.map { $0.uuidString.lowercased() } + types).joined(separator: " ")
        return isEverything || text.utf8.count > 7900 ? "*" : text
    }

    init(text: String) {
        guard !text.isEmpty, text != "*" else {
            self = .everything
            return
        }
        let words = text.split(separator: " ").map(String.init)
        self.init(ids: Set(words.compactMap(UUID.init)), types: Set(words.filter { UUID(uuidString: $0) == nil }))
    }
}
