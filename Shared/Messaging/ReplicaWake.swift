import Logging
import Postgres
import Synchronization

/// Wakes the relays of other replicas when this one committed events of partitions that it does not hold. The NOTIFY goes
/// out on a connection of its own, at most ten times a second: in a business transaction it would make commits queue up.
final class ReplicaWake: Sendable {
    private let channel: String
    private let database: PostgresPool
    private let leases: Leases
    private let relay: Relay
    private let pending = WakeSignal()
    private let asked = Mutex(false)

    init(service: String, database: PostgresPool, leases: Leases, relay: Relay) {
        channel = "qiao_outbox_\(database.configuration.schema ?? service)"
        self.database = database
        self.leases = leases
        self.relay = relay
    }

    /// Something was committed here.
    func committed(partitions: Int) {
        relay.look()
        guard leases.numbersHeld.count < partitions else { return }
        asked.withLock { $0 = true }
        pending.signal()
    }

    /// Tells the others, gently, until `stopped`.
    func tell(until stopped: @Sendable () -> Bool) async {
        while !stopped() {
            await pending.wait(atMost: .seconds(1))
            guard
                asked.withLock({ asked in
                    defer { asked = false }; return asked
                })
            else { continue }
            // Lost notifications do no harm: every relay also looks by itself.
            _ = try? await database.execute("select pg_notify(\(channel), '')")
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Hears the others, until the task is cancelled.
    func hear() async {
        for await _ in database.listen(channel) { relay.look() }
    }
}
