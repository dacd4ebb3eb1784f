import Kernel
import OADomain
import Postgres
import ServiceRuntime

/// Whose week, by any of its days.
struct AttendanceWeekQuery: Codable, Sendable {
    var staffID: StaffID?
    /// This week when nil.
    var day: BusinessDate?
}

/// The form in which HR records a person's week: a row for each day.
struct AttendanceWeekView: Codable, Sendable {
    struct Day: Codable, Sendable {
        var place: Int
        var day: String
        var dayText: String
        var trips: String?
        var choices: [Choice]
    }
    var name: String, ofStaff: String
    var weekText: String
    var previous: String, following: String
    var monthLink: String
    /// Whose week it is.
    var whose: FormField.View
    var monday: String
    var days: [Day]
}

func attendanceWeekPage(_ input: AttendanceWeekQuery, _ call: Call) async throws -> AttendanceWeekView {
    let monday = (input.day ?? .today).mondayOfWeek
    let report = try await attendance(
        AttendanceQuery(staffID: input.staffID, from: monday, to: monday.adding(days: 6)), call)
    let whose = FormField.reference(
        "staffID", "attendance_person", among: "staff", value: try await Colleague.shown(report.staffID, call),
        isRequired: true)
    return AttendanceWeekView(
        name: report.name, ofStaff: report.staffID.description,
        weekText: call.days(report.from, report.to), previous: monday.adding(days: -7).description,
        following: monday.adding(days: 7).description,
        monthLink: "/oa/attendance?staffID=\(report.staffID)&month=\(monday.period)",
        whose: whose.view(of: "week", call), monday: monday.description,
        days: report.days.enumerated().map { place, day in
            AttendanceWeekView.Day(
                place: place, day: day.day.description,
                dayText: "\(call.text("weekday_\(day.day.weekday)")) \(call.format(day.day))",
                trips: day.trips.isEmpty ? nil : day.trips.map(\.number).joined(separator: ", "),
                choices: choices(of: day, call))
        })
}

/// What can be recorded of the day; who works as usual was present, unless something else is known.
private func choices(of day: AttendanceReport.Day, _ call: Call) -> [Choice] {
    let usual: AttendanceStatus? = day.status == .unmarked && day.day <= .today ? .present : nil
    let chosen = day.recorded ?? usual
    let known = AttendanceStatus.allCases.filter {
        AttendanceStatus.recordable.contains($0) && ($0 == day.recorded || $0.isKnown(of: day.day, today: .today))
    }
    return [Choice(value: "", label: call.text("attendance_unmarked"), chosen: chosen == nil)]
        + known.map {
            Choice(value: $0.rawValue, label: call.text("attendance_\($0.rawValue)"), chosen: $0 == chosen)
        }
}

extension BusinessDate {
    var mondayOfWeek: BusinessDate { adding(days: 1 - weekday) }
}
