import EventContracts
import Foundation
import Logging
import Messaging
import Postgres
import ServiceLifecycle

/// Tells another service how far the audit trail is sealed, at most once a minute and only when there is something new.
struct AuditTelling: Service {
    let context: ServiceContext
    let definition: ServiceDefinition
    private static let pause = 60.0

    func run() async {
        await cancelWhenGracefulShutdown {
            // What a process that died has not told.
            context.sealed.ring()
            for await _ in context.sealed.rings {
                while let wait = await tell() {
                    do { try await Task.sleep(for: .seconds(wait)) } catch { return }
                }
            }
        }
    }

    private struct Told: Decodable, Sendable {
        let position: Int
        /// For how many seconds nothing more is told.
        let wait: Double
    }

    private struct Head: Decodable, Sendable {
        let position: Int
        let hash: String
    }

    /// - Returns: after how many seconds to try again; nil when all is told.
    func tell() async -> Double? {
        do {
            return try await context.transaction { tx in
                let told: Told = try await tx.one(
                    """
                    select position, \(Self.pause) - extract(epoch from now() - told_at)::float8 as wait
                    from rt_audit_told for update
                    """)
                let head: Head? = try await tx.first(
                    """
                    select position, encode(hash, 'hex') as hash from rt_audit_seal order by position desc limit 1
                    """)
                guard let head, head.position > told.position else { return nil }
                guard told.wait <= 0 else { return told.wait }
                try await tx.execute("update rt_audit_told set position = \(head.position), told_at = now()")
                definition.publishSeal(head.position, head.hash, tx)
                return nil
            }
        } catch {
            context.logger.debug("telling of the audit trail pauses", metadata: ["error": "\(error)"])
            return 10
        }
    }
}
