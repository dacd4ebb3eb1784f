import Foundation
import Logging
import Messaging
import Postgres
import ServiceLifecycle

/// What the replicas of a service tell each other of keys and revocations: each keeps them in memory, one of them hears
/// the event. NOTIFY in the transaction makes commits queue up; these are rare enough.
enum SessionNews {
    case keys
    case revoked(Revocation)

    /// Tells every replica, this one included, once the transaction has committed.
    func tell(_ tx: EventTransaction) {
        let payload =
            switch self {
            case .keys: "keys"
            case .revoked(let revocation): revocation.asText
            }
        tx.write("select pg_notify('qiao_sessions_' || current_schema(), \(payload))")
    }

    static func channel(_ database: PostgresPool, _ service: String) -> String {
        "qiao_sessions_\(database.configuration.schema ?? service)"
    }
}

/// Hears what other replicas tell; after a pause in hearing it looks at the tables.
struct SessionNewsService: Service {
    let context: ServiceContext

    func run() async {
        await cancelWhenGracefulShutdown {
            let database = context.database
            for await payload in database.listen(SessionNews.channel(database, context.name)) {
                if let revocation = Revocation(text: payload) {
                    context.revocations.add(revocation)
                    context.messaging.changes.wakeAll()
                } else {
                    await look()
                }
            }
        }
    }

    /// Until it succeeds: a revocation that was missed must not be missed for good.
    private func look() async {
        while !Task.isCancelled {
            do {
                try await context.sessions.load()
                return context.messaging.changes.wakeAll()
            } catch {
                context.logger.warning("sessions cannot be looked at", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: .milliseconds(500))
            }
        }
    }
}
