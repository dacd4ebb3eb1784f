import EventContracts
import Logging
import Postgres
import Synchronization

/// Wakes the relays of other replicas when this one committed events of partitions that it does not hold, and tells them
/// what was touched. The NOTIFY goes out on a connection of its own, at most ten times a second: in a business transaction
/// it would make commits queue up.
final class ReplicaWake: Sendable {
    private let channel: String
    private let database: PostgresPool
    private let leases: Leases
    private let relay: Relay
    /// What was committed, here and by the others.
    let changes = Changes()
    private let pending = WakeSignal()
    private let untold = Mutex<Changes.Touched?>(nil)

    init(service: String, database: PostgresPool, leases: Leases, relay: Relay) {
        channel = "qiao_outbox_\(database.configuration.schema ?? service)"
        self.database = database
        self.leases = leases
        self.relay = relay
    }

    /// Something was committed here.
    /// - Parameters:
    ///   - touched: puts together what was touched; called only if anybody wants to know.
    ///   - emitted: whether there is something to send.
    func committed(_ touched: () -> Changes.Touched, emitted: Bool) {
        if emitted { relay.look() }
        let hasOthers = leases.numbersHeld.count < Partition.count
        guard hasOthers || changes.isWatched else { return }
        let touched = touched()
        changes.tell(touched)
        guard hasOthers else { return }
        untold.withLock { untold in
            if untold == nil { untold = touched } else { untold?.merge(touched) }
        }
        pending.signal()
    }

    /// Tells the others, gently, until `stopped`.
    func tell(until stopped: @Sendable () -> Bool) async {
        while !stopped() {
            await pending.wait(atMost: .seconds(1))
            let touched = untold.withLock { untold in
                defer { untold = nil }; return untold
            }
            guard let touched else { continue }
            // Lost notifications do no harm: every relay also looks by itself, and so does whoever watches.
            _ = try? await database.execute("select pg_notify(\(channel), \(touched.asText))")
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Hears the others, until the task is cancelled.
    func hear() async {
        for await payload in database.listen(channel) {
            relay.look()
            changes.tell(Changes.Touched(text: payload))
        }
    }
}
