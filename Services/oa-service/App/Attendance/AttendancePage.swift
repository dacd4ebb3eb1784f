import Kernel
import OADomain
import Postgres
import ServiceRuntime

/// Whose month.
struct AttendanceMonthQuery: Codable, Sendable {
    var staffID: StaffID?
    /// `2026-11`; this month when nil.
    var month: String?
}

/// A person's month as a calendar.
struct AttendanceView: Codable, Sendable {
    struct Day: Codable, Sendable {
        var number: Int
        var status: Badge
        /// What was recorded under a trip.
        var under: String?
        var trips: [Trip]
    }
    struct Trip: Codable, Sendable { var link: String, label: String }
    struct Cell: Codable, Sendable { var day: Day? }
    struct Week: Codable, Sendable { var cells: [Cell] }

    var name: String, month: String, monthTitle: String
    var previous: String, following: String
    var weeks: [Week]
    /// Whose month HR chooses.
    var whose: FormField.View
    var ofStaff: String
    var mayRecord: Bool
    /// The week of this month that HR records next: this one, or the month's first.
    var week: String
}

func attendancePage(_ input: AttendanceMonthQuery, _ call: Call) async throws -> AttendanceView {
    let first = try firstDay(of: input.month)
    let report = try await attendance(
        AttendanceQuery(staffID: input.staffID, from: first, to: first.lastOfMonth), call)
    let isHR = try call.signedIn().has(.hr)
    let whose = FormField.reference(
        "staffID", "attendance_person", among: "staff",
        value: isHR ? try await Colleague.shown(report.staffID, call) : "", isRequired: true)
    return AttendanceView(
        name: report.name, month: first.period, monthTitle: first.period,
        previous: first.adding(days: -1).period, following: first.adding(days: 31).period,
        weeks: weeks(report, first, call),
        whose: whose.view(of: "month", call), ofStaff: report.staffID.description, mayRecord: isHR,
        week: (first.period == BusinessDate.today.period ? .today : first).description)
}

private func firstDay(of month: String?) throws -> BusinessDate {
    guard let month else { return BusinessDate.today.firstOfMonth }
    guard let day = BusinessDate("\(month)-01") else {
        throw Problem.invalid(field: "month", "a month such as 2026-11")
    }
    return day
}

/// Weeks of seven cells from Monday on; the cells before and after the month are empty.
private func weeks(_ report: AttendanceReport, _ first: BusinessDate, _ call: Call) -> [AttendanceView.Week] {
    let days = report.days.map { day in
        AttendanceView.Day(
            number: day.day.day, status: Badge(day.status, words: "attendance", call),
            under: day.trips.isEmpty ? nil : day.recorded.map { call.text("attendance_\($0.rawValue)") },
            trips: day.trips.map { .init(link: "/oa/trips/\($0.tripID)", label: $0.number) })
    }
    var cells = Array(repeating: AttendanceView.Cell(), count: first.weekday - 1) + days.map { .init(day: $0) }
    cells += Array(repeating: AttendanceView.Cell(), count: (7 - cells.count % 7) % 7)
    return stride(from: 0, to: cells.count, by: 7).map { .init(cells: Array(cells[$0..<$0 + 7])) }
}
