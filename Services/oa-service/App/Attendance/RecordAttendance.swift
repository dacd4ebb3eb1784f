import Kernel
import Messaging
import OADomain
import Postgres
import ServiceRuntime

/// What HR knows of a person's day, trips apart.
struct RecordAttendance: Codable, Sendable {
    var staffID: StaffID
    var day: BusinessDate
    /// Present, absent or leave; nil takes back what was recorded.
    var status: AttendanceStatus?
}

/// What HR knows of several days of a person, trips apart.
struct RecordSeveralDays: Codable, Sendable {
    struct Day: Codable, Sendable {
        var day: BusinessDate
        /// Present, absent or leave; nil takes back what was recorded.
        var status: AttendanceStatus?
    }
    var staffID: StaffID
    var days: [Day]
}

/// Whose month shows what was recorded.
struct RecordedMonth: Codable, Sendable {
    var staffID: StaffID
    /// `2026-11`
    var month: String
}

/// Records a day. A trip that covers it lies over the record and does not lose it.
func recordAttendance(_ input: RecordAttendance, _ call: CommandCall) async throws -> RecordedMonth {
    if let wrong = wrong(input.status, on: input.day) { throw Problem.invalid(field: "status", wrong) }
    _ = try await nameOfStaff(input.staffID, call.tx)
    try call.tx.record(input.status, on: input.day, of: input.staffID, by: call.signedIn().staffID)
    return RecordedMonth(staffID: input.staffID, month: input.day.period)
}

/// Records several days at once, or none of them: what is wrong is said of each day.
func recordSeveralDays(_ input: RecordSeveralDays, _ call: CommandCall) async throws -> RecordedMonth {
    guard let first = input.days.first?.day, input.days.count <= 31 else {
        throw Problem.invalid(field: "days", "must be between 1 and 31 days")
    }
    var seen: Set<BusinessDate> = []
    let problems = input.days.enumerated().compactMap { place, recorded -> FieldProblem? in
        guard seen.insert(recorded.day).inserted else {
            return FieldProblem(field: "days[\(place)].day", message: "must not be named twice")
        }
        return wrong(recorded.status, on: recorded.day).map {
            FieldProblem(field: "days[\(place)].status", message: $0)
        }
    }
    guard problems.isEmpty else { throw Problem.invalid(problems) }
    _ = try await nameOfStaff(input.staffID, call.tx)
    let recorder = try call.signedIn().staffID
    for recorded in input.days {
        try call.tx.record(recorded.status, on: recorded.day, of: input.staffID, by: recorder)
    }
    return RecordedMonth(staffID: input.staffID, month: first.period)
}

/// Why this cannot be recorded of the day; nil when it can.
private func wrong(_ status: AttendanceStatus?, on day: BusinessDate) -> Phrase? {
    guard let status else { return nil }
    guard AttendanceStatus.recordable.contains(status) else { return "must be present, absent or leave" }
    guard status.isKnown(of: day, today: .today) else { return "of a day to come, only leave can be recorded" }
    return nil
}

extension EventTransaction {
    fileprivate func record(
        _ status: AttendanceStatus?, on day: BusinessDate, of staff: StaffID, by recorder: StaffID
    ) throws {
        guard let status else {
            return write("delete from attendance_day where staff_id = \(staff) and day = \(day)")
        }
        write(
            """
            insert into attendance_day (staff_id, day, status, recorded_by)
            values (\(staff), \(day), \(status), \(recorder))
            on conflict (staff_id, day) do update
            set status = excluded.status, recorded_by = excluded.recorded_by, recorded_at = now()
            where attendance_day.status <> excluded.status
            """)
    }
}
