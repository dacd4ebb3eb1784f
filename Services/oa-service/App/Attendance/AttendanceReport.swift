import Kernel
import OADomain
import Postgres
import ServiceRuntime

/// Whose days, from when to when; one's own and this month when nothing is said.
struct AttendanceQuery: Codable, Sendable {
    var staffID: StaffID?
    var from: BusinessDate?
    var to: BusinessDate?
}

/// A person's days.
struct AttendanceReport: Codable, Sendable {
    struct Day: Codable, Sendable {
        var day: BusinessDate
        /// What the day counts as.
        var status: AttendanceStatus
        /// What was recorded apart from trips; it comes back when the trip is undone.
        var recorded: AttendanceStatus?
        var trips: [Trip]
    }
    struct Trip: Codable, Sendable {
        var tripID: TripID
        var number: String
    }
    var staffID: StaffID
    var name: String
    var from: BusinessDate
    var to: BusinessDate
    var days: [Day]
}

/// One's own days, or, for HR and superiors, another's, which is on record.
func attendance(_ input: AttendanceQuery, _ call: Call) async throws -> AttendanceReport {
    let person = try call.signedIn()
    let staff = input.staffID ?? person.staffID
    try await checkMayRead(attendanceOf: staff, person, call.database)
    let from = input.from ?? BusinessDate.today.firstOfMonth
    let to = input.to ?? from.lastOfMonth
    guard from <= to, to.dayNumber - from.dayNumber < 366 else {
        throw Problem.invalid(field: "to", "must be within a year after from")
    }
    if staff != person.staffID {
        try await call.record(
            .read, "reads attendance", of: "/oa/api/staff/\(staff)", details: ["from": "\(from)", "to": "\(to)"])
    }
    let trips = try await tripDays(of: staff, from, to, call.database)
    let known = try await recorded(of: staff, from, to, call.database).merging(trips.mapValues { _ in nil }) { a, _ in a
    }
    .map { day, status in AttendanceDay(day, recorded: status, trips: Set(trips[day, default: []].map(\.tripID))) }
    let days = AttendanceDay.calendar(from: from, to: to, known: known).map { day in
        AttendanceReport.Day(
            day: day.day, status: day.status, recorded: day.recorded,
            trips: trips[day.day, default: []].map { .init(tripID: $0.tripID, number: $0.number) })
    }
    return AttendanceReport(
        staffID: staff, name: try await nameOfStaff(staff, call.database, call.nameColumn(of: "staff")), from: from,
        to: to, days: days)
}

private struct TripDay: Decodable, Sendable { var day: BusinessDate, tripID: TripID, number: String }
private struct RecordedDay: Decodable, Sendable { var day: BusinessDate, status: AttendanceStatus }

private func tripDays(
    of staff: StaffID, _ from: BusinessDate, _ to: BusinessDate, _ database: some PostgresExecutor
) async throws -> [BusinessDate: [TripDay]] {
    let rows: [TripDay] = try await database.all(
        """
        select day, trip_id, number from attendance_trip_day join trip using (trip_id)
        where staff_id = \(staff) and day between \(from) and \(to) order by day, number
        """)
    return Dictionary(grouping: rows, by: \.day)
}

private func recorded(
    of staff: StaffID, _ from: BusinessDate, _ to: BusinessDate, _ database: some PostgresExecutor
) async throws -> [BusinessDate: AttendanceStatus?] {
    let rows: [RecordedDay] = try await database.all(
        "select day, status from attendance_day where staff_id = \(staff) and day between \(from) and \(to)")
    return Dictionary(rows.map { ($0.day, $0.status) }) { first, _ in first }
}

extension BusinessDate {
    var firstOfMonth: BusinessDate { adding(days: 1 - day) }
    var lastOfMonth: BusinessDate { firstOfMonth.adding(days: 31).firstOfMonth.adding(days: -1) }
}
