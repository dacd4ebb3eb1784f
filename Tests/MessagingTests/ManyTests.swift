import EventContracts
import Foundation
import Messaging
import Postgres
import Synchronization
import TestSupport
import Testing

/// Handlers that take many events at once, beside one that takes them singly.
extension EventCoreTests {
    @Suite struct ManyTests {
        struct Refused: Error {}

        @Test func whatArrivedTogetherIsGivenTogetherAndInOrder() async throws {
            let sizes = Mutex<[Int]>([])
            try await withLedger(extra: [Self.notice { given in sizes.withLock { $0.append(given.count) } }]) {
                application in
                try await Self.prepare(application)
                let accounts = (0..<10).map { _ in UUID() }
                for number in 0..<200 { try await application.move(accounts[number % 10], by: number) }
                application.startPublisher()
                try await application.until("all of it is in the queue") {
                    try await application.publisherSchema.pool.one("select count(*) from msg_unsent", as: Int.self) == 0
                }
                try application.startConsumer(lanes: 1)
                try await application.settle()
                #expect(try await Self.differences(application) == 0)
                let given = sizes.withLock { $0 }
                #expect(given.reduce(0, +) == 200 && given.count < 100 && given.allSatisfy { (1...128).contains($0) })
            }
        }

        @Test func whoFailsForOneIsGivenTheOthersOneByOne() async throws {
            let bad = UUID()
            let refuses = Atomic(true)
            let failing = Self.notice { given in
                if refuses.load(ordering: .relaxed), given.contains(where: { $0.event.account == bad }) {
                    throw Refused()
                }
            }
            try await withLedger(extra: [failing]) { application in
                try await Self.prepare(application)
                let accounts = (0..<9).map { _ in UUID() } + [bad]
                for number in 0..<50 { try await application.move(accounts[number % 10], by: number) }
                application.startPublisher()
                try application.startConsumer(lanes: 1)
                let pool = application.consumerSchema.pool
                try await application.until("the others are applied, its first one is kept and the rest behind it") {
                    let noticed = try await pool.one("select count(*) from noticed", as: Int.self)
                    let kept: [String] = try await pool.all(
                        "select state from msg_inbox where aggregate_id = \(bad) order by sequence", as: String.self)
                    return noticed == 45 && kept == ["retry"] + Array(repeating: "waiting", count: 4)
                }
                refuses.store(false, ordering: .relaxed)
                try await application.settle()
                #expect(try await Self.differences(application) == 0)
            }
        }

        /// Writes what it is given, as one statement.
        private static func notice(
            _ look: @escaping @Sendable ([Incoming<AccountMoved>]) throws -> Void
        ) -> Subscription {
            onMany(AccountMoved.self) { given, transaction in
                try look(given)
                transaction.write(
                    """
                    insert into noticed (account, sequence, amount)
                    select * from unnest(
                        \(given.map(\.event.account))::uuid[], \(given.map(\.envelope.sequence))::bigint[],
                        \(given.map(\.event.amount))::bigint[])
                    """)
            }
        }

        /// Makes the queues, in which events wait from now on.
        private static func prepare(_ application: LedgerApplication) async throws {
            try await application.consumerSchema.pool.execute(
                "create table noticed (n bigserial, account uuid, sequence bigint, amount bigint)")
            let consumer = try application.startConsumer(lanes: 1)
            try await application.until("the queues are there") { consumer.isConnected }
            try await application.stopConsumers()
            try await application.until("the lanes are free") {
                try await application.consumerSchema.pool.one(
                    "select count(*) from msg_lease where owner is not null", as: Int.self) == 0
            }
        }

        /// How many events the two kinds of handlers were given differently, in an aggregate or in its order.
        private static func differences(_ application: LedgerApplication) async throws -> Int {
            try await application.consumerSchema.pool.one(
                """
                select count(*) from (
                    select account, sequence, amount, row_number() over (partition by account order by n) as place
                    from applied) a
                full join (
                    select account, sequence, amount, row_number() over (partition by account order by n) as place
                    from noticed) m using (account, place)
                where (a.sequence, a.amount) is distinct from (m.sequence, m.amount)
                """, as: Int.self)
        }
    }
}
