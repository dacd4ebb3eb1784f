import EventContracts
import Messaging
import Postgres

/// Keeps the envelope of an event. Bodies are not kept: some of them are not for everyone who may look at chains.
func recordChainEvent(_ envelope: Envelope, _ tx: EventTransaction) async throws {
    tx.write(
        """
        insert into chain_event (
            event_id, chain, type, publisher, aggregate_type, aggregate_id, label, sequence, cause, actor, at)
        values (\(envelope.id), \(envelope.chain), \(envelope.type), \(envelope.publisher),
            \(envelope.aggregateType), \(envelope.aggregateID), \(envelope.label), \(envelope.sequence),
            \(envelope.cause), \(envelope.actor), \(envelope.time))
        on conflict (event_id) do nothing
        """)
}
