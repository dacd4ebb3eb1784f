import Foundation
import Postgres

extension Findings {
    /// State and event commit together: every movement has its event, every event its movement, balances add up.
    mutating func checkMovements(of giver: Side) async throws {
        let torn = try await giver.pool.one(
            """
            select count(*) from movement m full join (
                select (body::jsonb ->> 'nonce')::uuid as nonce, aggregate_id from msg_event
                where aggregate_type = any(\(giver.publishes)::text[])) e on e.nonce = m.nonce
            where m.aggregate_id is distinct from e.aggregate_id
            """, as: Int.self)
        if torn > 0 { differ("\(torn) movements and events do not belong together") }
        let unbalanced = try await giver.pool.one(
            """
            select count(*) from account a where balance <> (
                select coalesce(sum(amount), 0) from movement m where m.aggregate_id = a.id)
            """, as: Int.self)
        if unbalanced > 0 { differ("\(unbalanced) balances do not add up") }
    }

    /// What all lanes wrote to the same few rows adds up to what was committed.
    mutating func checkBuckets(from giver: Side, to taker: Side) async throws {
        let moved = try await giver.pool.one("select coalesce(sum(amount), 0)::bigint from movement", as: Int.self)
        let applied = try await taker.pool.one("select coalesce(sum(amount), 0)::bigint from applied", as: Int.self)
        let booked = try await taker.pool.one(
            "select coalesce(sum(amount), 0)::bigint from applied where aggregate_type = \(World.transfer)",
            as: Int.self)
        let buckets = try await taker.pool.one("select coalesce(sum(total), 0)::bigint from bucket", as: Int.self)
        if moved != applied { differ("amounts: \(moved) committed, \(applied) applied") }
        if booked != buckets { differ("buckets hold \(buckets), \(booked) was booked") }
    }

    /// A handler that takes many events at once was given each that the others were given, once.
    mutating func checkNoticed(by taker: Side) async throws {
        let torn = try await taker.pool.one(
            """
            select count(*) from (
                select aggregate_id, sequence from applied where aggregate_type = \(World.account)) a
            full join (select aggregate_id, sequence, count(*) as times from noticed group by 1, 2) n
                using (aggregate_id, sequence)
            where n.times is distinct from 1 or a.sequence is null
            """, as: Int.self)
        if torn > 0 { differ("\(torn) movements were not noticed once") }
    }

    /// Nothing is parked that was not meant to be, and nothing waits.
    mutating func checkAtRest(_ sides: [Side], parked meant: Int) async throws {
        for side in sides {
            parked += try await side.pool.one(
                "select count(*) from msg_inbox where state = 'parked'", as: Int.self)
            underWay += try await side.pool.one(
                """
                select (select count(*) from msg_unsent) + (select count(*) from msg_gap)
                    + (select count(*) from msg_inbox where state <> 'parked')
                """, as: Int.self)
        }
        guard parked != meant else { return }
        differ("\(parked) events are parked, \(meant) were meant to be")
        for side in sides {
            let why = try await side.pool.all(
                "select concat_ws(' ', type, sequence, cause, left(error, 120)) from msg_inbox where state = 'parked' limit 5",
                as: String.self)
            for one in why { differ("parked: \(one)") }
        }
    }

    /// What publishers were told holds.
    mutating func checkJournals(_ outcomes: [UUID: Journal.Outcome], against giver: Side) async throws {
        guard !outcomes.isEmpty else { return }
        let there = Set(try await giver.pool.all("select nonce from movement", as: UUID.self))
        for (nonce, outcome) in outcomes {
            switch (outcome, there.contains(nonce)) {
            case (.committed, false):
                broken += 1
                differ("\(nonce) was said to be committed and is not there")
            case (.failed, true):
                broken += 1
                differ("\(nonce) was said to have failed and is there")
            case (.begun, true), (.unknown, true): unknown += 1
            default: break
            }
        }
        let unheard = there.subtracting(outcomes.keys).count
        if unheard > 0 { differ("\(unheard) movements are in no journal") }
    }
}
