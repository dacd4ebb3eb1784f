import EventContracts
import Foundation
import Messaging
import Postgres

/// What the taker does with the giver's events, and what it refuses to do when a test wants it so.
struct Effects: Sendable {
    struct Refused: Error {}

    let refused: Set<UUID>
    let killer: UUID?
    let killerSequence: Int64

    func subscriptions(old: Bool) -> [Subscription] {
        let all = [
            on(AccountMoved.self, .own, moved), onMany(AccountMoved.self) { notice($0.map(\.envelope), $1) },
            on(TransferBooked.self, .shared, booked),
        ]
        let new = [
            on(AccountMovedV2.self, .own, movedInCents), onMany(AccountMovedV2.self) { notice($0.map(\.envelope), $1) },
        ]
        return old ? all : all + new
    }

    private func moved(_ incoming: Incoming<AccountMoved>, _ transaction: EventTransaction) async throws {
        try checkPoison(incoming.envelope)
        let event = incoming.event
        try await transaction.note(incoming.envelope, nonce: event.nonce, amount: event.amount)
    }

    private func movedInCents(_ incoming: Incoming<AccountMovedV2>, _ transaction: EventTransaction) async throws {
        let event = incoming.event
        try await transaction.note(incoming.envelope, nonce: event.nonce, amount: event.cents / 100)
    }

    /// A second effect of the same events, of as many as have arrived together.
    private func notice(_ envelopes: [Envelope], _ transaction: PostgresTransaction) {
        transaction.write(
            """
            insert into noticed (aggregate_id, sequence)
            select * from unnest(\(envelopes.map(\.aggregateID))::uuid[], \(envelopes.map(\.sequence))::bigint[])
            """)
    }

    private func booked(_ incoming: Incoming<TransferBooked>, _ transaction: EventTransaction) async throws {
        let event = incoming.event
        try await transaction.note(incoming.envelope, nonce: event.nonce, amount: event.amount)
        try await transaction.execute(
            "update bucket set total = total + \(event.amount) where number = \(event.bucket)")
        transaction.emit(ReceiptGiven(book: event.book, nonce: event.nonce))
    }

    private func checkPoison(_ envelope: Envelope) throws {
        if envelope.aggregateID == killer, envelope.sequence == killerSequence { kill(getpid(), SIGKILL) }
        if refused.contains(envelope.aggregateID) { throw Refused() }
    }
}

extension EventTransaction {
    /// The effect of one event: a row of its own.
    func note(_ envelope: Envelope, nonce: UUID, amount: Int) async throws {
        try await execute(
            """
            insert into applied (aggregate_type, aggregate_id, sequence, event_id, nonce, amount)
            values (\(envelope.aggregateType), \(envelope.aggregateID), \(envelope.sequence), \(envelope.id),
                \(nonce), \(amount))
            """)
    }
}
