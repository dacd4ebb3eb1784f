import Foundation
import Kernel
import Logging
import Messaging
import Postgres
import ServiceLifecycle
import ServiceRuntime

/// Looks, once a minute, whether business is over with those who wait to be forgotten. Of several replicas each does the
/// same, one after the other.
struct ForgetCustomers: Service {
    let context: ServiceContext

    func run() async throws {
        while !Task.isShuttingDownGracefully {
            do { try await look() } catch {
                context.logger.warning("customers wait to be forgotten", metadata: ["error": "\(error)"])
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(60)) }
        }
    }

    func look() async throws {
        let waiting: [CustomerID] = try await context.database.all(
            "select customer_id from forgetting where forgotten_at is null order by asked_at limit 1000")
        for customer in waiting {
            let forgotten = try await context.transaction { tx in
                let waits = try await tx.first(
                    """
                    select customer_id from forgetting where customer_id = \(customer) and forgotten_at is null for update
                    """, as: CustomerID.self)
                guard waits != nil else { return false }
                return try await tx.forgetUnlessBusinessIsOpen(customer)
            }
            if forgotten { context.logger.info("forgotten", metadata: ["customer": "\(customer)"]) }
        }
    }
}
