import AMQP
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import Synchronization
import TestSupport
import Testing

/// Nothing lost, nothing twice, in order: the promises of the event core, on a real broker and a real database.
extension EventCoreTests {
    @Suite struct DeliveryTests {
        @Test func everyEventTakesEffectOnceAndInOrder() async throws {
            try await withLedger { application in
                application.startPublisher()
                try application.startConsumer()
                let accounts = (0..<40).map { _ in UUID() }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for worker in 0..<8 {
                        group.addTask {
                            for round in 0..<50 {
                                try await application.move(
                                    accounts[(worker * 7 + round * 3) % accounts.count], by: round)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                try await application.settle()
                #expect(
                    try await application.publisherSchema.pool.one("select count(*) from msg_event", as: Int.self)
                        == 400)
                try await application.until("the outbox is empty") {
                    try await application.publisherSchema.pool.one("select count(*) from msg_unsent", as: Int.self) == 0
                }
            }
        }

        @Test func aTransactionThatFailsEmitsNothing() async throws {
            struct Refused: Error {}
            try await withLedger { application in
                let account = UUID()
                await #expect(throws: Refused.self) {
                    try await application.publisher.transaction { transaction in
                        transaction.emit(AccountMoved(account: account, amount: 1))
                        throw Refused()
                    }
                }
                let pool = application.publisherSchema.pool
                let events = try await pool.one("select count(*) from msg_event", as: Int.self)
                let streams = try await pool.one("select count(*) from msg_aggregate", as: Int.self)
                #expect(events == 0 && streams == 0)
            }
        }

        @Test func operatorsSeeWhatWaitsAndHowMuchTheLastMinuteBrought() async throws {
            try await withLedger { application in
                let pool = application.publisherSchema.pool
                for _ in 0..<5 { try await application.move(UUID(), by: 1) }
                try await pool.execute(
                    """
                    update msg_event set recorded_at = clock_timestamp() - interval '90 seconds'
                    where id <= (select min(id) + 1 from msg_event)
                    """)
                let report = try await application.publisher.queues()
                #expect(report.unsent == 5 && report.oldestUnsentSeconds >= 90)
                #expect(report.publishedPerSecond == 3.0 / 60)
                try await pool.execute("update msg_event set recorded_at = clock_timestamp() - interval '90 seconds'")
                #expect(try await application.publisher.queues().publishedPerSecond == 0)
            }
        }

        @Test func severalEventsOfOneTransactionKeepTheirOrder() async throws {
            try await withLedger { application in
                let (a, b) = (UUID(), UUID())
                try await application.publisher.transaction { transaction in
                    for account in [a, b] {
                        try await transaction.execute("insert into account values (\(account), 6)")
                    }
                    for amount in 1...3 {
                        transaction.emit(AccountMoved(account: a, amount: amount))
                        transaction.emit(AccountMoved(account: b, amount: amount))
                    }
                }
                application.startPublisher()
                try application.startConsumer()
                try await application.settle()
                let amounts = try await application.consumerSchema.pool.all(
                    "select amount from applied where account = \(b) order by n", as: Int.self)
                #expect(amounts == [1, 2, 3])
            }
        }

        @Test func whatWasEmittedBeforeTheFirstConsumerStartedArrives() async throws {
            try await withLedger { application in
                application.startPublisher()
                let account = UUID()
                for amount in 1...5 { try await application.move(account, by: amount) }
                try application.startConsumer()
                try await application.settle()
            }
        }

        @Test func purgedEventsAreAskedForAgain() async throws {
            try await withLedger { application in
                try await losePurged(UUID(), application)
                try application.startConsumer()
                try await application.settle()
            }
        }

        @Test func whatWasAskedForInVainForDaysIsAskedForAgain() async throws {
            try await withLedger { application in
                let account = UUID()
                try await losePurged(account, application)
                try await application.consumerSchema.pool.execute(
                    """
                    insert into msg_gap (aggregate_type, aggregate_id, part, missing_through, asked, due_at)
                    values ('tpub.account', \(account), \(Partition(of: account).number), 4, 2000, clock_timestamp())
                    """)
                try application.startConsumer()
                try await application.settle()
            }
        }

        /// The second to fourth event of an account are purged while nobody consumes.
        private func losePurged(_ account: UUID, _ application: LedgerApplication) async throws {
            application.startPublisher()
            try application.startConsumer()
            try await application.move(account, by: 1)
            try await application.settle()
            try await application.stopConsumers()
            try await application.until("no consumer is left") {
                try await application.atBroker { session in
                    try (0..<4).allSatisfy {
                        try session.declareQueue("tsub.events.\($0)", passive: true).consumers == 0
                    }
                }
            }
            for amount in 2...4 { try await application.move(account, by: amount) }
            try await application.until("the events are at the broker") {
                try await application.publisherSchema.pool.one("select count(*) from msg_unsent", as: Int.self) == 0
            }
            _ = try await application.atBroker { session in
                try (0..<4).map { try session.purge("tsub.events.\($0)") }.reduce(0, +)
            }
        }

        @Test func twoReplicasShareTheLanesAndOneTakesOver() async throws {
            try await withLedger { application in
                application.startPublisher()
                let first = try application.startConsumer()
                try application.startConsumer()
                let accounts = (0..<30).map { _ in UUID() }
                for (index, account) in accounts.enumerated() {
                    try await application.move(account, by: 1)
                    if index == 15 { first.shutdown() }
                    try await application.move(account, by: 2)
                }
                try await application.settle(within: .seconds(60))
            }
        }
    }
}
