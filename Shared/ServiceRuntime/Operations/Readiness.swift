import Foundation
import Messaging
import Postgres

/// Whether this replica should be given requests.
enum Readiness {
    struct Report: Codable, Sendable {
        let status: String
        let database: Bool
        let broker: Bool
        let detail: String?
    }

    /// 200 when migrated and the database answers; without the broker too, as `degraded`: what is written is sent later.
    static func answer(_ state: ServiceState) async -> Answer {
        guard let context = state.context else {
            return report(503, Report(status: "starting", database: false, broker: false, detail: state.reason))
        }
        let database = await context.database.health()
        let broker = context.messaging.isConnected
        guard database else {
            return report(503, Report(status: "unavailable", database: false, broker: broker, detail: nil))
        }
        return report(
            200, Report(status: broker ? "ready" : "degraded", database: true, broker: broker, detail: nil))
    }

    private static func report(_ status: Int, _ report: Report) -> Answer {
        .json(status, (try? JSONEncoder().encode(report)) ?? Data())
    }
}
