import Kernel
import Logging
import Messaging
import Postgres
import ServiceLifecycle
import ServiceRuntime

/// Lets people go when their last day is over: they cannot sign in, and what waits for them goes to their superior.
struct LeaveDates: Service {
    let context: ServiceContext

    func run() async throws {
        while !Task.isShuttingDownGracefully {
            do {
                try await letGo(before: .today)
            } catch {
                context.logger.warning("leave dates wait", metadata: ["error": "\(error)"])
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(600)) }
        }
    }

    /// Ends the employment of everyone whose last day was before `today`. Replicas may do it at the same time.
    func letGo(before today: BusinessDate) async throws {
        let leavers: [StaffID] = try await context.database.all(
            "select staff_id from staff where active and leaves_on < \(today) order by staff_id")
        for leaver in leavers {
            try await context.transaction { tx in
                let changed = try await tx.execute(
                    "update staff set active = false where staff_id = \(leaver) and active and leaves_on < \(today)")
                guard changed == 1, let member = try await Member.find(leaver, tx) else { return }
                tx.emit(member.changed)
                try await handOverTasks(of: leaver, tx)
                try await adjustApiKeys(of: member, tx)
                try await context.book().endAll(of: leaver.rawValue, because: .deactivated, tx)
            }
        }
    }
}
