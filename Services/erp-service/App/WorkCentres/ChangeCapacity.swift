import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// What a work centre can give from today on.
struct ChangeCapacity: Codable, Sendable {
    /// The work centre.
    var id: UUID
    var minutesPerDay: Int
}

/// Changes the capacity of today and all days to come. What is booked already must still fit: work is replanned first.
func changeCapacity(_ input: ChangeCapacity, _ call: CommandCall) async throws -> WorkCentreView {
    guard WorkCentreView.capacities.contains(input.minutesPerDay) else {
        throw Problem.invalid(field: "minutesPerDay", "must be between 1 and 1440")
    }
    // Whoever books minutes holds this row.
    let etag: String? = try await call.tx.first(
        "select xmin::text from work_centre where work_centre_id = \(input.id) for no key update")
    guard let etag else { throw Problem.notFound("work centre", input.id) }
    try call.mustBeCurrent(etag)
    if let full = try await fullestDay(of: input.id, call.tx), full.booked > input.minutesPerDay {
        throw Problem.invalid(
            field: "minutesPerDay", "\(full.booked) minutes are booked on \(full.day): plan that work anew first")
    }
    call.tx.write(
        """
        update work_centre_day set capacity = \(input.minutesPerDay)
        where work_centre_id = \(input.id) and day >= \(BusinessDate.today)
        """)
    return try await call.tx.one(
        """
        update work_centre set minutes_per_day = \(input.minutesPerDay) where work_centre_id = \(input.id)
        returning \(WorkCentreView.columns)
        """)
}

private func fullestDay(of centre: UUID, _ tx: EventTransaction) async throws -> WorkCentreDay? {
    try await tx.first(
        """
        select work_centre_id, day, capacity, booked from work_centre_day
        where work_centre_id = \(centre) and day >= \(BusinessDate.today) order by booked desc, day limit 1
        """)
}
