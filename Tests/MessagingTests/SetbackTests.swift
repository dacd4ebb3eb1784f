import AMQP
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import Synchronization
import TestSupport
import Testing

/// A bad event never stops the good ones and never vanishes.
extension EventCoreTests {
    @Suite struct SetbackTests {
        struct Broken: Error {}

        @Test func aFailingStreamWaitsInOrderWhileOthersGoOn() async throws {
            let bad = UUID()
            let failing = Atomic(true)
            try await withLedger(effect: { incoming, _ in
                if incoming.event.account == bad, incoming.envelope.sequence == 2, failing.load(ordering: .relaxed) {
                    throw Broken()
                }
            }) { application in
                application.startPublisher()
                let consumer = try application.startConsumer()
                for amount in 1...4 { try await application.move(bad, by: amount) }
                let good = (0..<20).map { _ in UUID() }
                for account in good { try await application.move(account, by: 1) }
                let pool = application.consumerSchema.pool
                try await application.until("the good ones are applied") {
                    try await pool.one("select count(*) from applied where account <> \(bad)", as: Int.self) == 20
                }
                try await application.until("its first event is applied, and no other") {
                    try await pool.all("select sequence from applied where account = \(bad)", as: Int.self) == [1]
                }
                try await application.until("followers wait behind the failed one") {
                    try await pool.all("select state from msg_inbox order by sequence", as: String.self)
                        == ["retry", "waiting", "waiting"]
                }
                failing.store(false, ordering: .relaxed)
                let parked = try await consumer.parked()
                let failed = try #require(parked.first?.id)
                #expect(try await consumer.replay(failed, by: "test"))
                try await application.settle()
            }
        }

        @Test func notYetWaitsWithoutSpendingAttempts() async throws {
            let ready = Atomic(false)
            try await withLedger(effect: { _, _ in
                if !ready.load(ordering: .relaxed) { throw NotYet("the other one has not come") }
            }) { application in
                application.startPublisher()
                try application.startConsumer()
                let account = UUID()
                try await application.move(account, by: 1)
                try await application.move(account, by: 2)
                let pool = application.consumerSchema.pool
                try await application.until("it was looked at several times") {
                    try await pool.one(
                        "select count(*) from msg_inbox where state = 'not_yet' and attempts >= 3", as: Int.self) == 1
                }
                ready.store(true, ordering: .relaxed)
                try await application.settle()
                #expect(try await pool.one("select count(*) from msg_inbox", as: Int.self) == 0)
            }
        }

        @Test func garbageAndUnknownTypesAndMissingFieldsAreParkedWithTheirCause() async throws {
            try await withLedger { application in
                application.startPublisher()
                let consumer = try application.startConsumer()
                let account = UUID()
                try await application.move(account, by: 1)
                try await application.settle()
                try await application.publishByHand(queue: "tsub.events.0", body: Array("not json".utf8), headers: [:])
                try await application.publishByHand(
                    queue: "tsub.events.1", body: Array("{}".utf8), headers: Self.headers("tpub.account.exploded"))
                try await application.publishByHand(
                    queue: "tsub.events.2", body: Array("{}".utf8), headers: Self.headers("tpub.account.moved"))
                let pool = application.consumerSchema.pool
                try await application.until("all three are parked") {
                    try await pool.one("select count(*) from msg_inbox where state = 'parked'", as: Int.self) == 3
                }
                let parked = try await consumer.parked()
                #expect(Set(parked.compactMap(\.cause)) == ["undecodable", "unknown_type"])
                #expect(parked.contains { $0.error?.contains("account is missing") == true })
                #expect(parked.contains { $0.bodyStart == "not json" })
                for message in parked {
                    let discarded = try await consumer.discard(message.id, by: "test", reason: "by hand")
                    #expect(discarded)
                }
                #expect(try await consumer.parked().isEmpty)
                try await application.move(account, by: 2)
                try await application.settle()
            }
        }

        @Test func anEventWhoseTurnCameWhileNobodyWasThereIsAppliedAtTheNextStart() async throws {
            let failing = Atomic(true)
            try await withLedger(effect: { incoming, _ in
                if incoming.envelope.sequence == 2, failing.load(ordering: .relaxed) { throw Broken() }
            }) { application in
                try await leaveAnOrphan(of: UUID(), application)
                failing.store(false, ordering: .relaxed)
                try application.startConsumer()
                try await application.settle()
            }
        }

        @Test func itIsFoundAmongManyThatWaitBehindOthers() async throws {
            let failing = Atomic(true)
            try await withLedger(effect: { incoming, _ in
                if incoming.envelope.sequence == 2, failing.load(ordering: .relaxed) { throw Broken() }
            }) { application in
                let account = try #require(UUID(uuidString: "ffffffff-ffff-4fff-bfff-ffffffffffff"))
                try await leaveAnOrphan(of: account, application)
                let pool = application.consumerSchema.pool
                try await pool.execute(
                    """
                    insert into msg_inbox (state, part, aggregate_type, aggregate_id, sequence, envelope, body, cause)
                    select state, \(Partition(of: account).number), 'tpub.account', id, n, '{}', '', 'handler' from (
                        select gen_random_uuid() as id from generate_series(1, 800)) s,
                        (values ('parked', 1), ('waiting', 2), ('waiting', 3)) w (state, n)
                    """)
                failing.store(false, ordering: .relaxed)
                try application.startConsumer()
                try await application.until("the orphans are applied, and nothing else") {
                    try await pool.all("select sequence from applied order by n", as: Int.self) == [1, 2, 3]
                }
            }
        }

        /// Leaves a stream's second and third event waiting behind nothing, with nobody at work.
        private func leaveAnOrphan(of account: UUID, _ application: LedgerApplication) async throws {
            application.startPublisher()
            try application.startConsumer()
            for amount in 1...3 { try await application.move(account, by: amount) }
            let pool = application.consumerSchema.pool
            try await application.until("the second one failed and the third waits behind it") {
                try await pool.one("select count(*) from msg_inbox", as: Int.self) == 2
            }
            try await application.stopConsumers()
            try await application.until("the lanes are free") {
                try await pool.one("select count(*) from msg_lease where owner is not null", as: Int.self) == 0
            }
            try await pool.execute("update msg_inbox set state = 'waiting'")
        }

        @Test func aMessageThatKilledThreeProcessesIsParked() async throws {
            try await withLedger { application in
                application.startPublisher()
                try application.startConsumer()
                let (killer, innocent) = (UUID(), UUID())
                try await application.move(innocent, by: 1)
                try await application.settle()
                try await application.stopConsumers()
                let pool = application.consumerSchema.pool
                try await application.until("the lanes are free") {
                    try await pool.one("select count(*) from msg_lease where owner is not null", as: Int.self) == 0
                }
                try await application.move(killer, by: 1)
                try await application.takeWithoutAcknowledging(1)
                let event = try await application.publisherSchema.pool.one(
                    "select event_id from msg_event where aggregate_id = \(killer)", as: UUID.self)
                try await pool.execute("insert into msg_attempt (event_id, attempts) values (\(event), 3)")
                let consumer = try application.startConsumer()
                try await application.move(innocent, by: 2)
                try await application.until("it is parked and the innocent one is applied") {
                    let parked = try await pool.all(
                        "select cause from msg_inbox where state = 'parked'", as: String.self)
                    let applied = try await pool.one(
                        "select count(*) from applied where account = \(innocent)", as: Int.self)
                    return parked == ["crash"] && applied == 2
                }
                let parked = try #require(try await consumer.parked().first?.id)
                let replayed = try await consumer.replay(parked, by: "test")
                #expect(replayed)
                try await application.settle()
            }
        }

        @Test func whatIsParkedBeforeItsTurnCannotBeDiscarded() async throws {
            try await withLedger { application in
                let consumer = try application.startConsumer()
                let pool = application.consumerSchema.pool
                let account = UUID()
                let parked = try await pool.one(
                    """
                    insert into msg_inbox (state, part, aggregate_type, aggregate_id, sequence, event_id, body, cause)
                    values ('parked', \(Partition(of: account).number), 'tpub.account', \(account), 2, \(UUID()), '', 'crash')
                    returning id
                    """, as: Int64.self)
                let early = try await consumer.discard(parked, by: "test", reason: "too early")
                #expect(!early)
                try await pool.execute("insert into msg_position values ('tpub.account', \(account), 0, 1)")
                let inTime = try await consumer.discard(parked, by: "test", reason: "its turn")
                #expect(inTime)
                let position = try await pool.one(
                    "select sequence from msg_position where aggregate_id = \(account)", as: Int.self)
                #expect(position == 2)
            }
        }

        private static func headers(_ type: String) -> [String: AMQPValue] {
            let aggregate = UUID().uuidString.lowercased()
            return [
                "cloudEvents_id": .string(UUID().uuidString), "cloudEvents_type": .string(type),
                "cloudEvents_time": "2026-01-01T00:00:00.000Z",
                "cloudEvents_subject": .string("tpub.account/\(aggregate)"),
                "cloudEvents_dataschema": .string("/events/\(type).v1.json"), "cloudEvents_sequence": 1,
                "cloudEvents_correlationid": .string(UUID().uuidString),
            ]
        }
    }
}
