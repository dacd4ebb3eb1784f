import EventContracts
import Foundation
import Messaging
import Postgres
import Synchronization

/// Carries events over the event core, on the same API that the services use.
final class MessagingCarrier: Carrier {
    static let roles = ["publisher", "subscriber"]

    private let publisher: MessagingCore
    private let subscriber: MessagingCore
    private let own: PostgresPool
    private let other: PostgresPool
    private let publishers: Int
    private let journal: Slot
    private let tasks = Mutex<[Task<Void, any Error>]>([])

    /// Where the handler finds the journal of the run.
    final class Slot: Sendable {
        let journal = Mutex<Journal?>(nil)
    }

    init(_ ground: Ground, _ layout: LayoutOptions) throws {
        own = PostgresPool(try ground.configuration("publisher", connections: layout.publishers + 6))
        other = PostgresPool(try ground.configuration("subscriber", connections: layout.lanes + 6))
        let slot = Slot()
        let subscription = onMany(AccountMoved.self) { incoming, transaction in
            transaction.write(
                """
                insert into movement (account, sequence, amount)
                select * from unnest(
                    \(incoming.map(\.event.account))::uuid[], \(incoming.map(\.envelope.sequence))::bigint[],
                    \(incoming.map(\.event.amount))::bigint[])
                """)
            transaction.afterCommit { slot.journal.withLock { $0 }?.applied(incoming.map(\.event.amount)) }
        }
        publisher = try MessagingCore(
            MessagingConfiguration(service: ground.name("publisher"), broker: ground.broker, lanes: 1), database: own,
            catalog: AccountMoved.catalog, subscriptions: Subscriptions([]), logger: ground.logger)
        subscriber = try MessagingCore(
            MessagingConfiguration(service: ground.name("subscriber"), broker: ground.broker, lanes: layout.lanes),
            database: other, catalog: EventCatalog(publisher: ground.name("subscriber"), []),
            subscriptions: Subscriptions([subscription]), logger: ground.logger)
        publishers = layout.publishers
        journal = slot
    }

    func start() async throws {
        for core in [publisher, subscriber] {
            let task = Task { try await core.run() }
            tasks.withLock { $0.append(task) }
        }
        try await waitUntil("both ends are connected") { publisher.isConnected && subscriber.isConnected }
        _ = try await carry(Load(events: AccountMoved.accounts.count))
    }

    func publish(_ load: Load, _ journal: Journal) async throws {
        self.journal.journal.withLock { $0 = journal }
        let handout = Handout(load)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<publishers {
                // With a connection of its own, as the answer to a request has.
                group.addTask {
                    try await self.own.keepingConnection { _ in
                        while let (events, due) = handout.take() {
                            if load.interval != nil { try await Task.sleep(until: due) }
                            try await self.commit(events)
                            journal.published(events)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// One business transaction: the rows of the domain and their events.
    private func commit(_ events: Range<Int>) async throws {
        let moved = events.map { AccountMoved($0) }
        try await publisher.transaction { transaction in
            if moved.count == 1 {
                transaction.write(
                    "insert into movement (account, amount) values (\(moved[0].account), \(moved[0].amount))")
            } else {
                transaction.write(
                    """
                    insert into movement (account, amount)
                    select * from unnest(\(moved.map(\.account))::uuid[], \(moved.map(\.amount))::bigint[])
                    """)
            }
            for event in moved { transaction.emit(event) }
        }
    }

    func check() {}

    func finish() async throws {
        publisher.shutdown()
        subscriber.shutdown()
        for task in tasks.withLock({ $0 }) { try await task.value }
        for pool in [own, other] { await pool.close() }
    }
}
