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
    private let wake = WakeSignal()
    /// Whether something may be unsent that was not read yet.
    private let news = Mutex(true)
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
                let began = ContinuousClock.now
                if try await step(&flight) { continue }
                await wake.wait(atMost: flight.nextLook)
                let early = Self.pace(after: flight.lastCount) - (ContinuousClock.now - began)
                if flight.count > 0, early > .zero { try await Task.sleep(for: early) }
            } catch {
                logger.warning("relay pauses", metadata: ["error": "\(error)"])
                await wake.wait(atMost: .seconds(1))
            }
        }
        await drain(&flight)
    }

    /// With events in flight there is no hurry: what is committed meanwhile is read together; the more there was the last
    /// time, the longer it may gather.
    private static func pace(after read: Int) -> Duration { .microseconds(min(2_000 + 250 * read, 10_000)) }

    func stop() {
        stopping.withLock { $0 = true }
        wake.signal()
    }

    /// Something was committed.
    func look() {
        news.withLock { $0 = true }
        wake.signal()
    }

    /// Takes what was confirmed off the list of the unsent and reads what is next, if anything may be, in one round trip.
    /// - Returns: true when there may be more to do at once.
    private func step(_ flight: inout Flight) async throws -> Bool {
        settle(&flight)
        let partitions = leases.numbersHeld.sorted()
        guard publisher.isConnected, !partitions.isEmpty, flight.count <= window / 2, mustRead(flight) else {
            try await forget(&flight)
            return false
        }
        let room = window - flight.count
        if !flight.confirmed.isEmpty { crashPoint(.afterAckBeforeDelete) }
        do {
            let rows = try await log.unsent(
                besides: flight.confirmed, partitions: partitions, inFlight: flight.ids, held: flight.held(),
                limit: room)
            flight.lastRead = .now
            flight.lastCount = rows.count
            forgotten(&flight)
            let ready = flight.accept(rows)
            send(ready)
            let mayBeMore = !ready.isEmpty && rows.count == room
            if mayBeMore { news.withLock { $0 = true } }
            return mayBeMore
        } catch {
            news.withLock { $0 = true }
            throw error
        }
    }

    /// Whether there is news, which is taken, or it is time to look without any.
    private func mustRead(_ flight: Flight) -> Bool {
        let isNew = news.withLock { news in
            defer { news = false }
            return news
        }
        return isNew || flight.isLookDue()
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

    /// Notes what was confirmed; what was not is sent again from there, aggregate by aggregate.
    private func settle(_ flight: inout Flight) {
        let settled = settlements.withLock { list in
            defer { list = [] }
            return list
        }
        for settlement in settled {
            if let trouble = flight.settle(settlement) {
                Counter(label: "qiao_relay_unsettled_total").increment()
                logger.debug("event will be sent again", metadata: ["reason": "\(trouble)"])
            }
        }
    }

    /// Takes what was confirmed off the list of the unsent.
    private func forget(_ flight: inout Flight) async throws {
        guard !flight.confirmed.isEmpty else { return }
        crashPoint(.afterAckBeforeDelete)
        try await log.confirm(flight.confirmed)
        forgotten(&flight)
    }

    private func forgotten(_ flight: inout Flight) {
        guard !flight.confirmed.isEmpty else { return }
        crashPoint(.afterDelete)
        Counter(label: "messaging_client_sent_messages_total").increment(by: flight.confirmed.count)
        flight.forgetConfirmed()
    }

    private func drain(_ flight: inout Flight) async {
        let deadline = ContinuousClock.now + .seconds(5)
        crashPoint(.drain)
        while flight.count > 0 && publisher.isConnected && ContinuousClock.now < deadline {
            settle(&flight)
            do { try await forget(&flight) } catch { return }
            if flight.count > 0 { await wake.wait(atMost: .milliseconds(100)) }
        }
        settle(&flight)
        try? await forget(&flight)
    }
}
