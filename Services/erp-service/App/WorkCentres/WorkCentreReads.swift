import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A work centre.
struct WorkCentreView: Editable, Codable, Sendable {
    let id: UUID
    let code: String
    let name: String
    let minutesPerDay: Int
    /// Per hour, like the other rates.
    let labourRate: Money
    let machineRate: Money
    let overheadRate: Money
    let etag: String?

    static let columns: SQL = """
        work_centre_id as id, code, name, minutes_per_day, labour_rate, machine_rate, overhead_rate,
        xmin::text as etag
        """
    /// What a day can give, in minutes.
    static let capacities = 1...1440
}

func workCentres(_ input: NoInput, _ call: Call) async throws -> [WorkCentreView] {
    try await call.database.all("select \(WorkCentreView.columns) from work_centre order by code")
}

/// A work centre by id.
struct WorkCentrePath: Codable, Sendable { let id: UUID }

func workCentreByID(_ input: WorkCentrePath, _ call: Call) async throws -> WorkCentreView {
    let centre = try await call.database.first(
        "select \(WorkCentreView.columns) from work_centre where work_centre_id = \(input.id)", as: WorkCentreView.self)
    guard let centre else { throw Problem.notFound("work centre", input.id) }
    return centre
}

/// What is booked on a work centre on a day.
struct WorkCentreDay: Codable, Sendable {
    let workCentreID: UUID
    let day: BusinessDate
    let capacity: Int
    let booked: Int
}

/// The days from today on which something is booked, the next first.
func bookedDays(_ days: Int, _ database: some PostgresExecutor) async throws -> [WorkCentreDay] {
    try await database.all(
        """
        select work_centre_id, day, capacity, booked from work_centre_day
        where booked > 0 and day >= \(BusinessDate.today) and day < \(BusinessDate.today.adding(days: days))
        order by day
        """)
}
