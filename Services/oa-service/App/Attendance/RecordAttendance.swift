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

/// Records a day. A trip that covers it lies over the record and does not lose it.
func recordAttendance(_ input: RecordAttendance, _ call: CommandCall) async throws -> Done {
    _ = try await nameOfStaff(input.staffID, call.tx)
    guard let status = input.status else {
        call.tx.write(
            "delete from attendance_day where staff_id = \(input.staffID) and day = \(input.day)")
        return Done()
    }
    guard AttendanceStatus.recordable.contains(status) else {
        throw Problem.invalid(field: "status", "must be present, absent or leave")
    }
    let recorder = try call.signedIn().staffID
    call.tx.write(
        """
        insert into attendance_day (staff_id, day, status, recorded_by)
        values (\(input.staffID), \(input.day), \(status), \(recorder))
        on conflict (staff_id, day) do update
        set status = excluded.status, recorded_by = excluded.recorded_by, recorded_at = now()
        """)
    return Done()
}
