import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A new work centre: a machine or a bench with its people.
struct CreateWorkCentre: Codable, Sendable {
    var code: String
    var name: String
    var minutesPerDay: Int
    /// Per hour, like the other rates.
    var labourRate: Money
    var machineRate: Money
    var overheadRate: Money
}

/// A work centre.
struct WorkCentreView: Codable, Sendable {
    let id: UUID
    let code: String
    let name: String
    let minutesPerDay: Int
    let labourRate: Money
    let machineRate: Money
    let overheadRate: Money
}

func createWorkCentre(_ input: CreateWorkCentre, _ call: CommandCall) async throws -> WorkCentreView {
    guard (1...1440).contains(input.minutesPerDay) else {
        throw Problem.invalid(field: "minutesPerDay", "must be between 1 and 1440")
    }
    guard ![input.labourRate, input.machineRate, input.overheadRate].contains(where: \.isNegative) else {
        throw Problem.invalid(field: "labourRate", "no rate must be negative")
    }
    let made = try await call.tx.first(
        """
        insert into work_centre (work_centre_id, code, name, minutes_per_day, labour_rate, machine_rate, overhead_rate)
        values (\(UUID.timeOrdered()), \(input.code), \(input.name), \(input.minutesPerDay), \(input.labourRate),
            \(input.machineRate), \(input.overheadRate))
        on conflict (code) do nothing
        returning work_centre_id as id, code, name, minutes_per_day, labour_rate, machine_rate, overhead_rate
        """, as: WorkCentreView.self)
    guard let made else { throw Problem.conflict("there is a work centre \(input.code) already") }
    return made
}

func workCentres(_ input: NoInput, _ call: Call) async throws -> [WorkCentreView] {
    try await call.database.all(
        """
        select work_centre_id as id, code, name, minutes_per_day, labour_rate, machine_rate, overhead_rate
        from work_centre order by code
        """)
}
