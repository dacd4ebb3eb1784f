import Foundation
import Logging
import Postgres
import ServiceLifecycle

/// Rung by whoever wrote to the audit trail; whoever seals it wakes.
struct AuditBell: Sendable {
    let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func ring() { continuation.yield() }
}

/// Chains what was written to the audit trail, at most once a second: writers do not wait for each other.
struct AuditSealing: Service {
    let context: ServiceContext
    /// How long before the newest sealed entry an entry may have been written and still not be sealed: longer than any
    /// transaction lives.
    private static let margin = "5 minutes"

    func run() async {
        await cancelWhenGracefulShutdown {
            // What a process that died has left behind can be of any age.
            await seal(margin: "1000 years")
            for await _ in context.audit.rings {
                await seal(margin: Self.margin)
                do { try await Task.sleep(for: .seconds(1)) } catch { return }
            }
        }
    }

    private func seal(margin: String) async {
        do {
            try await context.database.execute("select rt_seal_audit(\(margin)::interval)")
        } catch {
            context.logger.debug("sealing the audit trail pauses", metadata: ["error": "\(error)"])
            context.audit.ring()
        }
    }
}
