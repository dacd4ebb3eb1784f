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

    /// 200 when migrated, the database answers and the issuers' keys are known; without the broker too, as `degraded`: what is written is sent later.
    static func answer(_ state: ServiceState) async -> Answer {
        guard let context = state.context else {
            return report(503, Report(status: "starting", database: false, broker: false, detail: state.reason))
        }
        let database = await context.database.health()
        let broker = context.messaging.isConnected
        guard database else {
            return report(503, Report(status: "unavailable", database: false, broker: broker, detail: nil))
        }
        // Without a key of every issuer, people who are signed in would be told that they are not.
        let missing = (try? await context.sessions.missing()) ?? []
        guard missing.isEmpty else {
            let detail = "waiting for the signing key of \(missing.joined(separator: ", "))"
            return report(503, Report(status: "starting", database: true, broker: broker, detail: detail))
        }
        return report(
            200, Report(status: broker ? "ready" : "degraded", database: true, broker: broker, detail: nil))
    }

    private static func report(_ status: Int, _ report: Report) -> Answer {
        .json(status, (try? JSONEncoder().encode(report)) ?? Data())
    }
}
