import AMQP
import CrashPoints
import EventContracts
import Foundation
import Logging
import Metrics
import Postgres
import Synchronization

/// Sends what is unsent: in id order, with a wide window, `mandatory` and confirms, and with no transaction open.
/// An event leaves the list of the unsent only when the broker has confirmed it and not returned it. One that cannot be
/// sent holds back only its own aggregate.
final class Relay: Sendable {
    private let log: LogReader
    private let leases: Leases
    private let publisher: AMQPPublisher
    private let logger: Logger
    private let window: Int
    let wake = WakeSignal()
    private let settlements = Mutex<[AMQPSettlement]>([])
    private let stopping = Mutex(false)

    init(log: LogReader, leases: Leases, publisher: AMQPPublisher, logger: Logger, window: Int = 1024) {
        self.log = log
        self.leases = leases
        self.publisher = publisher
        self.logger = logger
        self.window = window
    }

    /// Runs until `stop()`, then waits a little for what is in flight.
    func run() async {
        var flight = Flight()
        while !stopping.withLock({ $0 }) && !Task.isCancelled {
            do {
                let sent = try await step(&flight)
                if !sent { await wake.wait(atMost: flight.nextLook) }
            } catch {
                logger.warning("relay pauses", metadata: ["error": "\(error)"])
                await wake.wait(atMost: .seconds(1))
            }
        }
        await drain(&flight)
    }

    func stop() {
        stopping.withLock { $0 = true }
        wake.signal()
    }

    /// - Returns: true when there may be more to do at once.
    private func step(_ flight: inout Flight) async throws -> Bool {
        try await settle(&flight)
        guard publisher.isConnected, flight.count <= window / 2 else { return false }
        let partitions = leases.numbersHeld.sorted()
        guard !partitions.isEmpty else { return false }
        let room = window - flight.count
        let rows = try await log.unsent(partitions: partitions, inFlight: flight.ids, held: flight.held(), limit: room)
        let ready = flight.accept(rows)
        send(ready)
        return !ready.isEmpty && rows.count == room
    }

    private func send(_ events: [LoggedEvent]) {
        guard !events.isEmpty else { return }
        let messages = events.map { event in
            let envelope = event.envelope
            return AMQPPublishing(
                exchange: Topology.events, routingKey: envelope.routingKey, mandatory: true,
                message: EnvelopeOnTheWire.message(envelope, body: Array(event.body.utf8)), token: UInt64(event.id))
        }
        publisher.send(messages) { [self] settled in
            settlements.withLock { $0.append(contentsOf: settled) }
            wake.signal()
        }
    }

    /// Deletes what was confirmed; what was not is sent again from there, aggregate by aggregate.
    private func settle(_ flight: inout Flight) async throws {
        let settled = settlements.withLock { list in
            defer { list = [] }
            return list
        }
        guard !settled.isEmpty || !flight.confirmed.isEmpty else { return }
        for settlement in settled {
            if let trouble = flight.settle(settlement) {
                Counter(label: "qiao_relay_unsettled_total").increment()
                logger.debug("event will be sent again", metadata: ["reason": "\(trouble)"])
            }
        }
        guard !flight.confirmed.isEmpty else { return }
        crashPoint(.afterAckBeforeDelete)
        try await log.confirm(flight.confirmed)
        crashPoint(.afterDelete)
        Counter(label: "messaging_client_sent_messages_total").increment(by: flight.confirmed.count)
        flight.forgetConfirmed()
    }

    private func drain(_ flight: inout Flight) async {
        let deadline = ContinuousClock.now + .seconds(5)
        crashPoint(.drain)
        while flight.count > 0 && publisher.isConnected && ContinuousClock.now < deadline {
            do { try await settle(&flight) } catch { return }
            if flight.count > 0 { await wake.wait(atMost: .milliseconds(100)) }
        }
        try? await settle(&flight)
    }
}

/// What the relay has under way: a value, so that its rules can be tested without a broker.
struct Flight: Sendable {
    private struct Sent: Sendable {
        let aggregate: UUID
    }
    private struct Hold: Sendable {
        var until: ContinuousClock.Instant
        var failures: Int
    }

    private var sent: [Int64: Sent] = [:]
    private var holds: [UUID: Hold] = [:]
    private(set) var confirmed: [Int64] = []

    var count: Int { sent.count }
    /// Every row that must not be read again: sent, or confirmed and not deleted yet.
    var ids: [Int64] { Array(sent.keys) + confirmed }
    var nextLook: Duration { holds.isEmpty ? .milliseconds(500) : .milliseconds(100) }

    /// Aggregates that must wait: their delay is not over, or something of theirs is still in flight.
    func held(now: ContinuousClock.Instant = .now) -> [UUID] {
        holds.filter { id, hold in hold.until > now || sent.values.contains { $0.aggregate == id } }.map(\.key)
    }

    /// Takes rows into flight, without those whose aggregate is held back.
    mutating func accept(_ rows: [LoggedEvent], now: ContinuousClock.Instant = .now) -> [LoggedEvent] {
        let held = Set(held(now: now))
        let ready = rows.filter { !held.contains($0.aggregateID) }
        for row in ready { sent[row.id] = Sent(aggregate: row.aggregateID) }
        return ready
    }

    /// - Returns: why the event must be sent again; nil when it is confirmed.
    mutating func settle(_ settlement: AMQPSettlement, now: ContinuousClock.Instant = .now) -> AMQPSettlement.Outcome? {
        let id = Int64(settlement.token)
        guard let event = sent.removeValue(forKey: id) else { return nil }
        if settlement.outcome == .confirmed {
            holds[event.aggregate] = nil
            confirmed.append(id)
            return nil
        }
        let failures = (holds[event.aggregate]?.failures ?? 0) + 1
        let delay = Duration.milliseconds(min(5_000, 50 << min(failures, 7)))
        holds[event.aggregate] = Hold(until: now + delay, failures: failures)
        return settlement.outcome
    }

    mutating func forgetConfirmed() { confirmed = [] }
}
