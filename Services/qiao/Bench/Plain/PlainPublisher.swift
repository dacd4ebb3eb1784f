import EventContracts
import Foundation
import Kernel
import Postgres
import Synchronization

/// A publisher's transactions: the domain's rows, then the event core's rows, in one round trip.
struct PlainPublisher {
    private let database: PlainDatabase
    private let wakes: [PlainWake]

    init(_ url: String, schema: String, wakes: [PlainWake]) throws {
        database = try PlainDatabase(
            url, schema: schema,
            ["row": Self.row, "event": Self.event, "rows": Self.rows, "events": Self.events])
        self.wakes = wakes
    }

    func commit(_ events: Range<Int>) throws {
        if events.count == 1 {
            try commit(one: events.lowerBound)
        } else {
            try commit(many: events)
        }
    }

    private func commit(one number: Int) throws {
        let (account, part) = PlainCarrier.accounts[number % PlainCarrier.accounts.count]
        _ = try database.run([
            .init("row", [account, String(number)]),
            .init(
                "event",
                [
                    PlainCarrier.aggregate, account, String(part), Self.newID(), PlainCarrier.type,
                    Self.newID(), AccountMoved.body(number),
                ]),
        ])
        wakes[part % wakes.count].signal()
    }

    private func commit(many events: Range<Int>) throws {
        let ids = events.map { PlainCarrier.accounts[$0 % PlainCarrier.accounts.count] }
        let accounts = plainArray(ids.map(\.id))
        _ = try database.run([
            .init("rows", [accounts, plainArray(events.map { String($0) })]),
            .init(
                "events",
                [
                    PlainCarrier.aggregate, accounts, plainArray(ids.map { String($0.part) }),
                    plainArray(ids.map { _ in Self.newID() }), PlainCarrier.type, Self.newID(),
                    plainQuotedArray(events.map { AccountMoved.body($0) }),
                ]),
        ])
        for wake in wakes { wake.signal() }
    }

    private static func newID() -> String { UUID.timeOrdered().postgresText ?? "" }

    private static let row = "insert into movement (account, amount) values ($1, $2)"
    private static let rows =
        "insert into movement (account, amount) select * from unnest($1::uuid[], $2::bigint[])"

    private static let event = """
        with head as (
            insert into msg_aggregate (type, id, part, sequence) values ($1, $2, $3, 1)
            on conflict (type, id) do update set sequence = msg_aggregate.sequence + 1
            returning part, sequence
        ), logged as (
            insert into msg_event (event_id, part, aggregate_type, aggregate_id, sequence, type, version, chain, body)
            select $4, part, $1, $2, sequence, $5, 1, $6, $7 from head
            returning id, day, part, aggregate_id
        )
        insert into msg_unsent (id, day, part, aggregate_id) select id, day, part, aggregate_id from logged
        """

    /// Of each aggregate at most one.
    private static let events = """
        with e as (
            select * from unnest($2::uuid[], $3::smallint[], $4::uuid[], $7::text[]) as e(id, part, event_id, body)
        ), head as (
            insert into msg_aggregate (type, id, part, sequence) select $1, id, part, 1 from e order by id
            on conflict (type, id) do update set sequence = msg_aggregate.sequence + 1
            returning id, sequence
        ), logged as (
            insert into msg_event (event_id, part, aggregate_type, aggregate_id, sequence, type, version, chain, body)
            select e.event_id, e.part, $1, e.id, head.sequence, $5, 1, $6::uuid, e.body from e join head using (id)
            returning id, day, part, aggregate_id
        )
        insert into msg_unsent (id, day, part, aggregate_id) select id, day, part, aggregate_id from logged
        """
}
