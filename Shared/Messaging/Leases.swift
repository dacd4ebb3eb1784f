import Foundation
import Logging
import Postgres
import Synchronization

/// Shares numbered work (relay partitions, lanes) among the replicas of a service: each holds its fair part by leases in
/// the database, renews them while it lives, and takes over what a dead one held when its lease has run out.
final class Leases: Sendable {
    enum Kind: String, Sendable { case relay, lane }

    private let kind: Kind
    private let numbers: Int
    private let instance: UUID
    private let database: PostgresPool
    private let held = Mutex<Set<Int>>([])
    let duration: Duration

    init(_ kind: Kind, numbers: Int, instance: UUID, database: PostgresPool, duration: Duration = .seconds(10)) {
        self.kind = kind
        self.numbers = numbers
        self.instance = instance
        self.database = database
        self.duration = duration
    }

    /// What this instance holds now.
    var numbersHeld: Set<Int> { held.withLock { $0 } }

    /// Renews what is held, gives back what is more than a fair share, takes what is free. One transaction.
    /// - Returns: what is held from now on.
    func renew() async throws -> Set<Int> {
        let (kind, numbers, instance) = (kind.rawValue, numbers, instance)
        let seconds = Double(duration.components.seconds)
        let result = try await database.transaction { transaction in
            try await transaction.execute(
                """
                insert into msg_member (instance) values (\(instance))
                on conflict (instance) do update set seen_at = clock_timestamp()
                """)
            try await transaction.execute(
                "insert into msg_lease (kind, number) select \(kind), generate_series(0, \(numbers - 1)::int) on conflict do nothing"
            )
            let members = try await transaction.one(
                "select count(*) from msg_member where seen_at > clock_timestamp() - make_interval(secs => \(seconds)::float8)",
                as: Int.self)
            let fair = (numbers + members - 1) / max(1, members)
            return try await transaction.all(
                """
                with mine as (
                    select number from msg_lease where kind = \(kind) and owner = \(instance)
                    order by number limit \(fair)
                ), free as (
                    select number from msg_lease
                    where kind = \(kind) and (owner is null or (owner <> \(instance) and expires_at < clock_timestamp()))
                    order by number limit greatest(0, \(fair)::int - (select count(*)::int from mine))
                    for update skip locked
                ), released as (
                    update msg_lease set owner = null
                    where kind = \(kind) and owner = \(instance) and number not in (select number from mine)
                )
                update msg_lease set
                    epoch = epoch + case when owner is distinct from \(instance) then 1 else 0 end,
                    owner = \(instance), expires_at = clock_timestamp() + make_interval(secs => \(seconds)::float8)
                where kind = \(kind) and number in (select number from mine union select number from free)
                returning number
                """, as: Int.self)
        }
        let now = Set(result)
        held.withLock { $0 = now }
        return now
    }

    /// Gives everything back at once, so that another replica need not wait for the end of the lease.
    func release() async {
        let (kind, instance) = (kind.rawValue, instance)
        held.withLock { $0 = [] }
        _ = try? await database.execute(
            "update msg_lease set owner = null, expires_at = '-infinity' where kind = \(kind) and owner = \(instance)")
        _ = try? await database.execute("delete from msg_member where instance = \(instance)")
    }

    /// Forgets what is held when the database could not be asked for as long as a lease lasts.
    func lose() { held.withLock { $0 = [] } }
}
