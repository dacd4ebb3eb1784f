import ERPDomain
import Foundation
import Kernel
import Messaging
import Postgres

private struct WorkCentreCapacity: Decodable, Sendable {
    let workCentreID: UUID
    let minutesPerDay: Int
}

private struct BookedDay: Decodable, Sendable {
    let workCentreID: UUID
    let day: BusinessDate
    let booked: Int
}

/// Locks the work centres, in the order of their ids, and reads what is booked on them from a day on.
func lockWorkCentres(_ ids: some Sequence<UUID>, from day: BusinessDate, _ tx: EventTransaction) async throws
    -> (capacity: [UUID: Int], booked: [UUID: [BusinessDate: Int]])
{
    let wanted = Array(Set(ids))
    let centres = try await tx.all(
        """
        select work_centre_id, minutes_per_day from work_centre where work_centre_id = any(\(wanted)::uuid[])
        order by work_centre_id for no key update
        """, as: WorkCentreCapacity.self)
    let days = try await tx.all(
        """
        select work_centre_id, day, booked from work_centre_day
        where work_centre_id = any(\(wanted)::uuid[]) and day >= \(day) and booked > 0
        """, as: BookedDay.self)
    var booked: [UUID: [BusinessDate: Int]] = [:]
    for day in days { booked[day.workCentreID, default: [:]][day.day] = day.booked }
    return (Dictionary(centres.map { ($0.workCentreID, $0.minutesPerDay) }, uniquingKeysWith: { $1 }), booked)
}

/// Books the minutes of a work order's operations.
func book(
    _ bookings: [CapacitySchedule.Booking], for workOrder: WorkOrderID, capacity: [UUID: Int], _ tx: EventTransaction
) async throws {
    for booking in bookings {
        tx.write(
            """
            with day as (
                insert into work_centre_day (work_centre_id, day, capacity, booked)
                values (\(booking.workCentre), \(booking.day), \(capacity[booking.workCentre] ?? 0), \(booking.minutes))
                on conflict (work_centre_id, day) do update set booked = work_centre_day.booked + excluded.booked
                returning work_centre_id, day
            )
            insert into booking (work_order_id, sequence, work_centre_id, day, minutes)
            select \(workOrder)::uuid, \(booking.sequence)::int, work_centre_id, day, \(booking.minutes)::int from day
            """)
    }
}

/// Gives back the minutes of a work order on later days than `day`: it needs them no more.
func freeCapacity(of workOrder: WorkOrderID, after day: BusinessDate, _ tx: EventTransaction) async throws {
    tx.write(
        """
        select work_centre_id from work_centre where work_centre_id in
            (select work_centre_id from booking where work_order_id = \(workOrder) and day > \(day))
        order by work_centre_id for no key update
        """)
    tx.write(
        """
        with freed as (
            delete from booking where work_order_id = \(workOrder) and day > \(day) returning work_centre_id, day, minutes
        ), totals as (
            select work_centre_id, day, sum(minutes)::int as minutes from freed group by work_centre_id, day
        )
        update work_centre_day d set booked = d.booked - t.minutes
        from totals t where t.work_centre_id = d.work_centre_id and t.day = d.day
        """)
}
