import EventContracts
import Foundation
import Postgres

/// Positions of streams on their way forward, each only from where it was seen: two owners of one lane cannot both
/// succeed.
struct PositionMoves: Sendable {
    private struct Move: Sendable {
        let stream: Stream
        let from: Int64
        var to: Int64
    }
    private let moves: [Move]

    init(_ positions: [Stream: Int64], from before: [Stream: Int64]) {
        moves = positions.map { Move(stream: $0.key, from: before[$0.key] ?? 0, to: $0.value) }
    }

    /// The moves over events that are all taken for the next of their streams; nil when they are not even among
    /// themselves without holes.
    init?(takenForNext arrivals: [Arrival]) {
        var byStream: [Stream: Move] = [:]
        for arrival in arrivals {
            let sequence = arrival.sequence
            var move = byStream[arrival.stream] ?? Move(stream: arrival.stream, from: sequence - 1, to: sequence - 1)
            guard sequence == move.to + 1 else { return nil }
            move.to = sequence
            byStream[arrival.stream] = move
        }
        moves = Array(byStream.values)
    }

    /// Makes the moves.
    /// - Throws: `PositionMoved` when one of them begins where its stream is no more.
    func make(_ transaction: PostgresTransaction) async throws {
        guard !moves.isEmpty else { return }
        let made = try await transaction.one("\(making) select \(count)", as: Int.self)
        guard made == moves.count else { throw PositionMoved() }
    }

    /// The moves as a statement that needs no look at its answer: it fails, dividing by zero, unless all are made and
    /// nothing of the streams is kept for later.
    var refusingUnlessAllMove: SQL {
        if moves.count == 1 { return Self.refusing(unless: moves[0]) }
        return """
            \(making)
            select 1 / (case when \(count) = \(moves.count)::bigint and not exists (
                select from s cross join lateral (
                    select from msg_inbox i where i.aggregate_type = s.type and i.aggregate_id = s.id limit 1) kept
            ) then 1 else 0 end)
            """
    }

    /// The same for a single move, as most are when little is going on: without arrays to take apart.
    private static func refusing(unless move: Move) -> SQL {
        let (type, id) = (move.stream.type, move.stream.id)
        let moved: SQL =
            move.from == 0
            ? """
            insert into msg_position (aggregate_type, aggregate_id, part, sequence)
            values (\(type), \(id), \(move.stream.part), \(move.to))
            on conflict (aggregate_type, aggregate_id) do nothing returning 1
            """
            : """
            update msg_position set sequence = \(move.to)
            where aggregate_type = \(type) and aggregate_id = \(id) and sequence = \(move.from) returning 1
            """
        return """
            with moved as (\(moved))
            select 1 / (case when exists (select from moved) and not exists (
                select from msg_inbox where aggregate_type = \(type) and aggregate_id = \(id)) then 1 else 0 end)
            """
    }

    private var count: SQL { "(select count(*) from changed) + (select count(*) from added)" }

    private var making: SQL {
        """
        with s as materialized (
            select * from unnest(
                \(moves.map(\.stream.type))::text[], \(moves.map(\.stream.id))::uuid[],
                \(moves.map(\.stream.part))::smallint[], \(moves.map(\.from))::bigint[],
                \(moves.map(\.to))::bigint[]) as s(type, id, part, before, after)
        ), changed as (
            update msg_position p set sequence = s.after from s
            where p.aggregate_type = s.type and p.aggregate_id = s.id and p.sequence = s.before
            returning 1
        ), added as (
            insert into msg_position (aggregate_type, aggregate_id, part, sequence)
            select type, id, part, after from s where before = 0
            on conflict (aggregate_type, aggregate_id) do nothing
            returning 1
        )
        """
    }
}

/// Another owner of the lane was faster: the transaction is rolled back and the event looked at anew.
struct PositionMoved: Error {}
