import AMQP
import CrashPoints
import EventContracts
import Foundation
import Kernel
import Logging
import Postgres
import Synchronization

/// Tells followers what they may have missed: announces the heads of aggregates that changed lately, walks through all
/// heads round after round, and answers what consumers ask for.
final class Announcer: Sendable {
    private let service: String
    private let log: LogReader
    private let leases: Leases
    private let publisher: AMQPPublisher
    private let logger: Logger
    private let asked = Mutex<[(PublisherRequest?, AMQPDeliveryTag)]>([])
    private let wake = WakeSignal()
    private let stopping = Mutex(false)
    private let interval = Duration.seconds(3)

    init(
        service: String, log: LogReader, leases: Leases, publisher: AMQPPublisher, logger: Logger
    ) {
        self.service = service
        self.log = log
        self.leases = leases
        self.publisher = publisher
        self.logger = logger
    }

    func run(consumer: AMQPConsumer, requestsQueue: String) async {
        let subscription = consumer.consume(queue: requestsQueue, prefetch: 16) { [self] deliveries in
            let requests = deliveries.map {
                (try? WireJSON.decode(PublisherRequest.self, from: Data($0.message.body)), $0.tag)
            }
            asked.withLock { $0.append(contentsOf: requests) }
            wake.signal()
        }
        var nextAnnouncement = ContinuousClock.now
        var sweep = Sweep()
        var marks: [Int64] = []
        while !stopping.withLock({ $0 }) && !Task.isCancelled {
            do {
                try await answer(consumer)
                if ContinuousClock.now >= nextAnnouncement {
                    nextAnnouncement = .now + interval
                    try await announce(&marks, &sweep)
                }
            } catch {
                logger.debug("announcements pause", metadata: ["error": "\(error)"])
                await wake.wait(atMost: .seconds(1))
            }
            await wake.wait(atMost: interval)
        }
        await subscription.cancel()
    }

    func stop() {
        stopping.withLock { $0 = true }
        wake.signal()
    }

    /// Heads of the last two rounds, so that one lost announcement does no harm; and the sweep's next share, which
    /// finds what was lost later, or while nobody could announce anything.
    private func announce(_ marks: inout [Int64], _ sweep: inout Sweep) async throws {
        let partitions = leases.numbersHeld.sorted()
        marks.append(try await log.mark())
        if marks.count > 3 { marks.removeFirst() }
        guard publisher.isConnected else { return sweep = Sweep() }
        guard !partitions.isEmpty, try await !log.isBackloggedBeyond(10_000) else { return }
        send(
            try HeadsAnnouncement.publishings(
                try await log.changedHeads(partitions: partitions, since: marks[0]), from: service))
        guard sweep.isDue() else { return }
        let share = try await log.sentHeads(partitions: partitions, after: sweep.last, limit: sweep.share)
        send(try HeadsAnnouncement.publishings(share.heads, from: service))
        sweep.passed(share.last)
    }

    private func announceAll(_ type: String) async throws {
        var last: UUID?
        while !stopping.withLock({ $0 }) {
            let rows = try await log.heads(of: type, after: last, limit: 2000)
            guard let end = rows.last else { return }
            send(try HeadsAnnouncement.publishings(rows, from: service))
            last = end.id
        }
    }

    private func answer(_ consumer: AMQPConsumer) async throws {
        while let (request, tag) = asked.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
            do {
                if let request { try await answer(request) }
                crashPoint(.answeringReplay)
            } catch {
                asked.withLock { $0.insert((request, tag), at: 0) }
                throw error
            }
            consumer.ack([tag])
        }
    }

    private func answer(_ request: PublisherRequest) async throws {
        switch request.kind {
        case .heads: try await announceAll(request.aggregateType)
        case .replay:
            guard let id = request.aggregateID, let first = request.from, let last = request.through else { return }
            let events = try await log.stream(request.aggregateType, id, from: first, through: last)
            logger.info(
                "events sent again",
                metadata: ["aggregate": "\(request.aggregateType)/\(id)", "count": "\(events.count)"])
            send(
                events.map { event in
                    AMQPPublishing(
                        exchange: Topology.events, routingKey: event.envelope.routingKey, mandatory: true,
                        message: EnvelopeOnTheWire.message(event.envelope, body: Array(event.body.utf8)), token: 0)
                })
        }
    }

    /// What is lost here is asked for again by whoever misses it.
    private func send(_ messages: [AMQPPublishing]) {
        guard !messages.isEmpty else { return }
        publisher.send(messages) { _ in }
    }
}
