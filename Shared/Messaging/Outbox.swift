import EventContracts
import Foundation
import Postgres

/// The one statement that numbers events and writes them to the log and to the list of the unsent.
enum Outbox {
    /// Aggregates are locked in a fixed order; several events of one aggregate get consecutive numbers in call order.
    static func insert(_ events: [EventTransaction.Emitted]) -> SQL {
        if events.count == 1 { return insertOne(events[0]) }
        let parts = events.map { Partition(of: $0.aggregate).number }
        return """
            with e as (
                select * from unnest(
                    \(events.map(\.id))::uuid[], \(parts)::smallint[], \(events.map(\.name.aggregateType))::text[],
                    \(events.map(\.aggregate))::uuid[], \(events.map(\.name.type))::text[],
                    \(events.map(\.name.version))::smallint[], \(events.map(\.label))::text[],
                    \(events.map(\.chain))::uuid[], \(events.map(\.cause))::uuid[], \(events.map(\.actor))::text[],
                    \(events.map(\.traceparent))::text[], \(events.map(\.body))::text[]
                ) with ordinality
                as e(event_id, part, aggregate_type, aggregate_id, type, version, label, chain, cause, actor,
                    traceparent, body, n)
            ), head as (
                insert into msg_aggregate (type, id, part, sequence)
                select aggregate_type, aggregate_id, min(part), count(*) from e
                group by aggregate_type, aggregate_id order by aggregate_type, aggregate_id
                on conflict (type, id) do update set sequence = msg_aggregate.sequence + excluded.sequence
                returning type, id, sequence
            ), numbered as (
                select e.*, head.sequence - count(*) over (partition by e.aggregate_type, e.aggregate_id)
                    + row_number() over (partition by e.aggregate_type, e.aggregate_id order by e.n) as sequence
                from e join head on head.type = e.aggregate_type and head.id = e.aggregate_id
            ), logged as (
                insert into msg_event (event_id, part, aggregate_type, aggregate_id, sequence, type, version, label,
                    chain, cause, actor, traceparent, body)
                select event_id, part, aggregate_type, aggregate_id, sequence, type, version, label,
                    chain, cause, actor, traceparent, body from numbered order by n
                returning id, day, part, aggregate_id
            )
            insert into msg_unsent (id, day, part, aggregate_id) select id, day, part, aggregate_id from logged
            """
    }

    /// Whether an event is in the log, which it is with everything else that its transaction did.
    static func evidence(of event: EventTransaction.Emitted) -> SQL {
        "select exists (select from msg_event where aggregate_id = \(event.aggregate) and event_id = \(event.id))"
    }

    private static func insertOne(_ event: EventTransaction.Emitted) -> SQL {
        """
        with head as (
            insert into msg_aggregate (type, id, part, sequence)
            values (\(event.name.aggregateType), \(event.aggregate), \(Partition(of: event.aggregate).number), 1)
            on conflict (type, id) do update set sequence = msg_aggregate.sequence + 1
            returning part, sequence
        ), logged as (
            insert into msg_event (event_id, part, aggregate_type, aggregate_id, sequence, type, version, label,
                chain, cause, actor, traceparent, body)
            select \(event.id), part, \(event.name.aggregateType), \(event.aggregate), sequence, \(event.name.type),
                \(event.name.version), \(event.label), \(event.chain), \(event.cause)::uuid, \(event.actor)::text,
                \(event.traceparent)::text, \(event.body)
            from head
            returning id, day, part, aggregate_id
        )
        insert into msg_unsent (id, day, part, aggregate_id) select id, day, part, aggregate_id from logged
        """
    }
}
