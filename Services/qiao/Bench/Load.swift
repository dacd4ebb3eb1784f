import Synchronization

/// What one run carries: so many events, in transactions of `batch`, as fast as possible or at a steady rate.
struct Load: Sendable {
    var events: Int
    var batch = 1
    /// The time from one transaction to the next; nil for as fast as possible.
    var interval: Duration?
}

/// Hands out a load's transactions to those who publish them.
final class Handout: Sendable {
    let load: Load
    private let next = Atomic(0)
    private let began = ContinuousClock.now

    init(_ load: Load) { self.load = load }

    /// The events of the next transaction, and when it is due; nil when all are handed out.
    func take() -> (events: Range<Int>, due: ContinuousClock.Instant)? {
        let turn = next.wrappingAdd(1, ordering: .relaxed).oldValue
        let first = turn * load.batch
        guard first < load.events else { return nil }
        let due = load.interval.map { began + $0 * turn } ?? began
        return (first..<min(first + load.batch, load.events), due)
    }
}

/// One way to carry events from a publisher's commit to a consumer's.
protocol Carrier: Sendable {
    /// Makes ready whatever is not measured: connections, queues, statements.
    func start() async throws
    /// Publishes a load; the journal hears of every commit on either side.
    func publish(_ load: Load, _ journal: Journal) async throws
    /// - Throws: what has gone wrong meanwhile.
    func check() throws
    /// Stops; what it made on the servers is taken away by the ground.
    func finish() async throws
}

extension Carrier {
    /// Carries a load to the end.
    /// - Returns: when each event was committed on either side.
    func carry(_ load: Load, within limit: Duration = .seconds(300)) async throws -> Journal {
        let journal = Journal(expected: load.events)
        try await publish(load, journal)
        try await journal.completed(within: limit, check)
        return journal
    }
}
