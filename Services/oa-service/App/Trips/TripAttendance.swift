import Kernel
import Postgres
import ServiceRuntime

/// One traveller's days that attendance shows as on this trip.
struct TripAttendanceRow: Codable, Sendable {
    var who: String
    var marked: String
}

func tripAttendance(of trip: TripID, _ call: Call) async throws -> [TripAttendanceRow] {
    struct Row: Decodable, Sendable { var name: String, days: [BusinessDate] }
    let rows: [Row] = try await call.database.all(
        """
        select \(call.nameColumn(of: "staff")) as name, array_agg(day order by day) as days from attendance_trip_day join staff using (staff_id)
        where trip_id = \(trip) group by staff.staff_id order by staff.name
        """)
    return rows.map { row in
        TripAttendanceRow(who: row.name, marked: row.days.map { call.format($0) }.joined(separator: ", "))
    }
}
