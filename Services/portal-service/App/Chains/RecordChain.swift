import EventContracts
import Messaging
import Postgres

/// Keeps the envelopes of events. Bodies are not kept: some of them are not for everyone who may look at chains.
func recordChainEvents(_ envelopes: [Envelope], _ tx: PostgresTransaction) async throws {
    tx.write(
        """
        insert into chain_event (
            event_id, chain, type, publisher, aggregate_type, aggregate_id, label, sequence, cause, actor, at)
        \(rows(envelopes))
        on conflict (event_id) do nothing
        """)
}

/// Mostly it is one, which needs no arrays to be taken apart.
private func rows(_ envelopes: [Envelope]) -> SQL {
    if envelopes.count == 1 {
        let envelope = envelopes[0]
        return """
            values (\(envelope.id), \(envelope.chain), \(envelope.type), \(envelope.publisher),
                \(envelope.aggregateType), \(envelope.aggregateID), \(envelope.label), \(envelope.sequence),
                \(envelope.cause), \(envelope.actor), \(envelope.time))
            """
    }
    return """
        select * from unnest(
            \(envelopes.map(\.id))::uuid[], \(envelopes.map(\.chain))::uuid[], \(envelopes.map(\.type))::text[],
            \(envelopes.map(\.publisher))::text[], \(envelopes.map(\.aggregateType))::text[],
            \(envelopes.map(\.aggregateID))::uuid[], \(envelopes.map(\.label))::text[],
            \(envelopes.map(\.sequence))::bigint[], \(envelopes.map(\.cause))::uuid[],
            \(envelopes.map(\.actor))::text[], \(envelopes.map(\.time))::timestamptz[])
        """
}
