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

func createWorkCentre(_ input: CreateWorkCentre, _ call: CommandCall) async throws -> WorkCentreView {
    try check(input)
    let made = try await call.tx.first(
        """
        insert into work_centre (work_centre_id, code, name, minutes_per_day, labour_rate, machine_rate, overhead_rate)
        values (\(UUID.timeOrdered()), \(input.code), \(input.name), \(input.minutesPerDay), \(input.labourRate),
            \(input.machineRate), \(input.overheadRate))
        on conflict (code) do nothing
        returning \(WorkCentreView.columns)
        """, as: WorkCentreView.self)
    guard let made else { throw Problem.conflict("there is a work centre \(input.code) already") }
    return made
}

/// - Throws: `Problem` naming every field that is wrong.
private func check(_ input: CreateWorkCentre) throws {
    let rates = [
        ("labourRate", input.labourRate), ("machineRate", input.machineRate), ("overheadRate", input.overheadRate),
    ]
    var faults = rates.filter { $0.1.isNegative }.map { FieldProblem(field: $0.0, message: "must not be negative") }
    if input.code.isEmpty { faults.append(FieldProblem(field: "code", message: "must not be empty")) }
    if input.name.isEmpty { faults.append(FieldProblem(field: "name", message: "must not be empty")) }
    if !WorkCentreView.capacities.contains(input.minutesPerDay) {
        faults.append(FieldProblem(field: "minutesPerDay", message: "must be between 1 and 1440"))
    }
    if !faults.isEmpty { throw Problem.invalid(faults) }
}
