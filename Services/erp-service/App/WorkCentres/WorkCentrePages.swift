import Foundation
import Kernel
import ServiceRuntime

/// The work centres with what they cost, and how full the next two weeks are.
struct WorkCentresPage: Codable, Sendable {
    struct Day: Codable, Sendable {
        let day: String
        /// `240 / 480`.
        let load: String
        /// From 0 to 100.
        let percent: Int
    }
    struct Row: Codable, Sendable {
        let centreID: String
        let etag: String?
        let code: String
        let name: String
        let minutes: String
        let labour: String
        let machine: String
        let overhead: String
        let days: [Day]
    }
    let centres: [Row]
    let mayChange: Bool
}

func workCentresPage(_ input: NoInput, _ call: Call) async throws -> WorkCentresPage {
    let booked = Dictionary(grouping: try await bookedDays(14, call.database), by: \.workCentreID)
    return WorkCentresPage(
        centres: try await workCentres(input, call).map { centre in
            .init(
                centreID: centre.id.text, etag: centre.etag, code: centre.code, name: centre.name,
                minutes: String(centre.minutesPerDay), labour: call.format(centre.labourRate),
                machine: call.format(centre.machineRate), overhead: call.format(centre.overheadRate),
                days: (booked[centre.id] ?? []).map { day in
                    .init(
                        day: call.format(day.day), load: "\(day.booked) / \(day.capacity)",
                        percent: 100 * day.booked / max(1, day.capacity))
                })
        }, mayChange: try call.signedIn().has(.engineer, .planner))
}
