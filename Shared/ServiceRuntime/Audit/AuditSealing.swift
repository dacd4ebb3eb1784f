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

    func run() async {
        await cancelWhenGracefulShutdown {
            // What a process that died has left behind.
            await seal()
            for await _ in context.audit.rings {
                await seal()
                do { try await Task.sleep(for: .seconds(1)) } catch { return }
            }
        }
    }

    private func seal() async {
        do {
            let count: Int = try await context.database.one("select rt_seal_audit()")
            if count > 0 { context.sealed.ring() }
        } catch {
            context.logger.debug("sealing the audit trail pauses", metadata: ["error": "\(error)"])
            context.audit.ring()
        }
    }
}
