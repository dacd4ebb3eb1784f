import EventContracts
import Foundation
import Postgres
import Synchronization

/// Carries events with plain libpq and librabbitmq calls on threads: the same rows, commits and messages as the event
/// core, no framework, the best batching. It keeps no promise beyond that: this is what the machine allows.
final class PlainCarrier: Carrier {
    static let roles = ["plain_publisher", "plain_subscriber"]
    static let aggregate = PlainMoved.name.aggregateType
    static let type = PlainMoved.type
    /// The aggregates as text, with their partitions.
    static let accounts = AccountMoved.accounts.map { (id: $0.postgresText ?? "", part: Partition(of: $0).number) }
    private static let relays = 2

    private let ground: Ground
    private let layout: LayoutOptions
    private let threads = PlainThreads()
    private let wakes = (0..<relays).map { _ in PlainWake() }
    private let starts: [PlainWake]
    private let work = Mutex<(handout: Handout, journal: Journal)?>(nil)
    private let ready = Atomic(0)
    private let idle = Atomic(0)

    init(_ ground: Ground, _ layout: LayoutOptions) {
        self.ground = ground
        self.layout = layout
        starts = (0..<layout.publishers).map { _ in PlainWake() }
    }

    func start() async throws {
        let (database, broker) = (ground.databaseURL, ground.brokerURL)
        for share in 0..<Self.relays {
            threads.start("plain relay") { [self] in
                var relay = try PlainRelay(
                    database, schema: ground.name(Self.roles[0]), broker: broker, share: share, of: Self.relays)
                ready.wrappingAdd(1, ordering: .relaxed)
                try relay.run(threads, wakes[share])
            }
        }
        for lane in 0..<layout.lanes {
            threads.start("plain consumer") { [self] in
                let schema = ground.name(Self.roles[1])
                let consumer = try PlainConsumer(
                    database, schema: schema, broker: broker, queue: "\(schema).events.\(lane)")
                ready.wrappingAdd(1, ordering: .relaxed)
                try consumer.run(threads) { applied in work.withLock { $0 }?.journal.applied(applied) }
            }
        }
        for start in starts {
            threads.start("plain publisher") { [self] in
                let publisher = try PlainPublisher(database, schema: ground.name(Self.roles[0]), wakes: wakes)
                ready.wrappingAdd(1, ordering: .relaxed)
                try publish(publisher, start)
            }
        }
        try await waitUntil("all threads are ready") {
            try threads.check()
            return ready.load(ordering: .relaxed) == Self.relays + layout.lanes + layout.publishers
        }
        _ = try await carry(Load(events: AccountMoved.accounts.count))
    }

    func publish(_ load: Load, _ journal: Journal) async throws {
        idle.store(0, ordering: .relaxed)
        work.withLock { $0 = (Handout(load), journal) }
        for start in starts { start.signal() }
        while idle.load(ordering: .relaxed) < starts.count {
            try threads.check()
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    private func publish(_ publisher: PlainPublisher, _ start: PlainWake) throws {
        while !threads.isStopping {
            guard start.wait(0.5), let (handout, journal) = work.withLock({ $0 }) else { continue }
            while let (events, due) = handout.take() {
                let early = due - .now
                if handout.load.interval != nil, early > .zero { Thread.sleep(forTimeInterval: early.inSeconds) }
                try publisher.commit(events)
                journal.published(events)
            }
            idle.wrappingAdd(1, ordering: .relaxed)
        }
    }

    func check() throws { try threads.check() }

    func finish() async throws { try await threads.stop() }
}

/// The event under a name of its own, so that neither side's queues get the other's messages.
struct PlainMoved: Event {
    static let type = "\(AccountMoved.publisher)_plain.account.moved"
    static let summary = AccountMoved.summary
    var account: UUID
    var aggregate: UUID { account }
}
