import Kernel
import Postgres
import ServiceRuntime

/// The numbers that `qiao verify` compares with the other services' and with each other.
let figures: [Figure] = [
    count("oa.trips.filed", "select count(*) from trip"),
    count("oa.trips.funded", "select count(*) from trip where state in ('funded', 'completed')"),
    figure("oa.trips.spent") { call in
        try await call.database.one("select coalesce(sum(spent), 0)::numeric(18, 2) from trip", as: Money.self)
    },
    count("oa.attendance.trip_days", "select count(*) from attendance_trip_day"),
    count(
        "oa.attendance.expected_days",
        """
        select coalesce(sum((to_day - from_day + 1)
            * (1 + (select count(*) from trip_companion c where c.trip_id = trip.trip_id))), 0)::bigint
        from trip where state in ('approved', 'funded', 'completed')
        """),
    count(
        "oa.approvals.decided_for_crm",
        "select count(*) from approval where subject_type like 'crm.%' and state in ('approved', 'rejected')"),
]

private func count(_ key: String, _ sql: SQL) -> Figure {
    figure(key) { call in try await call.database.one(sql, as: Int.self) }
}
