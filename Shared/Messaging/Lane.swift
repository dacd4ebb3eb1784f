import AMQP
import CrashPoints
import EventContracts
import Foundation
import Logging
import Metrics
import Postgres
import Synchronization

/// One queue of a service with the one worker that empties it. Takes what has arrived, applies it in as few
/// transactions as its handlers allow, acknowledges after commit.
final class Lane: Sendable {
    let number: Int
    private let queue: String
    private let partitions: [Int]
    private let inbox: Inbox
    private let gaps: Gaps
    private let consumer: AMQPConsumer
    private let publisher: AMQPPublisher
    private let logger: Logger
    private let service: String
    private let solitude: Solitude
    private let arrived = Mutex<[AMQPDelivery]>([])
    private let stopping = Mutex(false)
    /// Redelivered events whose attempt this process has counted: an outage in the middle must not count as another.
    private let counted = Mutex<Set<UUID>>([])
    /// Whether events are taken for the next of their streams: not after one that was not.
    private let trusting = Mutex(true)
    private let wake = WakeSignal()
    private let batchLimit = 128

    init(
        number: Int, topology: Topology, inbox: Inbox, gaps: Gaps, consumer: AMQPConsumer, publisher: AMQPPublisher,
        solitude: Solitude, logger: Logger
    ) {
        self.number = number
        queue = topology.queue(number)
        partitions = topology.partitions(of: number)
        service = topology.service
        self.inbox = inbox
        self.gaps = gaps
        self.consumer = consumer
        self.publisher = publisher
        self.solitude = solitude
        self.logger = logger
    }

    /// Runs until `stop()`; what is in hand is finished, the rest goes back to the queue.
    func run() async {
        let subscription = consumer.consume(queue: queue, prefetch: 256) { [self] deliveries in
            arrived.withLock { $0.append(contentsOf: deliveries) }
            wake.signal()
        }
        var unfinished = true
        var search = OrphanSearch(partitions: partitions)
        var nextRound = ContinuousClock.now
        var nextSearch = ContinuousClock.now
        var nextLook = ContinuousClock.now
        while !stopping.withLock({ $0 }) && !Task.isCancelled {
            do {
                if ContinuousClock.now >= nextSearch {
                    let isOver = try await solitude.among { try await applyOrphans(&search) }
                    nextSearch = .now + (isOver ? .seconds(10) : .milliseconds(100))
                }
                let batch = take()
                if !batch.isEmpty, try await solitude.among({ try await handle(batch) }) { unfinished = true }
                if unfinished, ContinuousClock.now >= nextRound || batch.isEmpty {
                    unfinished = try await solitude.among { try await workThroughUnfinished() }
                    nextRound = .now + .milliseconds(50)
                }
                if batch.isEmpty {
                    let rest = min(unfinished ? .milliseconds(50) : .seconds(2), nextSearch - .now)
                    await wake.wait(atMost: max(.zero, rest))
                }
                // An operator's order shows only there; what this lane keeps for later it knows of.
                if batch.isEmpty, !unfinished, ContinuousClock.now >= nextLook {
                    unfinished = try await inbox.hasUnfinished(partitions: partitions)
                    nextLook = .now + .seconds(2)
                }
            } catch {
                logger.warning("lane pauses", metadata: ["lane": "\(number)", "error": "\(error)"])
                await wake.wait(atMost: .milliseconds(500))
            }
        }
        crashPoint(.drain)
        await subscription.cancel()
    }

    func stop() {
        stopping.withLock { $0 = true }
        wake.signal()
    }

    private func take() -> [AMQPDelivery] {
        arrived.withLock { list in
            let taken = Array(list.prefix(batchLimit))
            list.removeFirst(taken.count)
            return taken
        }
    }

    /// Applies a batch. When the database goes away in the middle, what is not done is put back and tried again.
    /// - Returns: whether anything was kept for later.
    private func handle(_ batch: [AMQPDelivery]) async throws -> Bool {
        var open = batch
        do {
            return try await handle(&open)
        } catch {
            arrived.withLock { [open] list in list.insert(contentsOf: open, at: 0) }
            throw error
        }
    }

    private func handle(_ open: inout [AMQPDelivery]) async throws -> Bool {
        var kept = false
        var events: [(AMQPDelivery, Arrival)] = []
        var heads: [(AMQPDelivery, HeadsAnnouncement)] = []
        for delivery in open {
            switch Delivered(delivery.message) {
            case .event(let arrival): events.append((delivery, arrival))
            case .heads(let announcement): heads.append((delivery, announcement))
            case .undecodable(let reason):
                try await park(delivery, reason)
                finish([delivery], &open)
            }
        }
        let oneByOne = Set(events.filter { $0.0.redelivered || !inbox.isBatchable($0.1) }.map(\.1.stream))
        if try await applyTogether(events.filter { !oneByOne.contains($0.1.stream) }, &open) { kept = true }
        for (delivery, arrival) in events where oneByOne.contains(arrival.stream) {
            if try await applyAlone(delivery, arrival, &open) { kept = true }
        }
        // Behind the events that came before them, so that those are not taken for missing.
        if !heads.isEmpty {
            if try await gaps.note(heads.map(\.1)) { kept = true }
            finish(heads.map(\.0), &open)
        }
        return kept
    }

    /// Applies events in one transaction or, when one of them fails, one by one.
    /// - Returns: whether any was kept for later.
    private func applyTogether(
        _ events: [(AMQPDelivery, Arrival)], _ open: inout [AMQPDelivery]
    ) async throws -> Bool {
        guard !events.isEmpty else { return false }
        let arrivals = events.map(\.1)
        if await takesForNext(arrivals) {
            finish(events.map(\.0), &open)
            return false
        }
        do {
            let leftovers = try await inbox.apply(arrivals)
            trusting.withLock { $0 = leftovers.allWereNext }
            finish(events.map(\.0), &open)
            return try await release(leftovers)
        } catch let error as PostgresError where error.isOutage {
            throw error
        } catch {
            var kept = false
            for (delivery, arrival) in events where try await applyAlone(delivery, arrival, &open) { kept = true }
            return kept
        }
    }

    /// Applies events without looking first, as long as that goes well.
    private func takesForNext(_ arrivals: [Arrival]) async -> Bool {
        guard trusting.withLock({ $0 }) else { return false }
        do {
            try await inbox.applyTakenForNext(arrivals)
            return true
        } catch {
            trusting.withLock { $0 = false }
            return false
        }
    }

    /// - Returns: whether it was kept for later.
    private func applyAlone(
        _ delivery: AMQPDelivery, _ arrival: Arrival, _ open: inout [AMQPDelivery]
    ) async throws -> Bool {
        var kept = false
        do {
            kept = try await delivery.redelivered ? attempt(arrival) : release(inbox.apply([arrival]))
        } catch let error as PostgresError where error.isOutage {
            throw error
        } catch let error as PositionMoved {
            throw error
        } catch {
            let setback = Setback(error)
            log(setback, arrival)
            do {
                try await inbox.keep(arrival, setback)
            } catch let error as PostgresError where error.blamesTheValues {
                // It cannot even be put aside as an event: without this it would hold up the lane for ever.
                try await park(delivery, "it cannot be kept: \(error)")
            }
            kept = true
        }
        finish([delivery], &open)
        return kept
    }

    /// Applies an event that was delivered before, counting the attempt in advance, once for this process. Two that
    /// ended with the process may have been another's fault; the third is made with nothing else going on.
    /// - Returns: whether it was kept for later.
    private func attempt(_ arrival: Arrival) async throws -> Bool {
        let event = arrival.envelope.id
        let isCounted = counted.withLock { !$0.insert(event).inserted }
        let before = isCounted ? 0 : try await inbox.beginAttempt(event, unlessBegun: 2)
        if before < 2 { return try await release(inbox.apply([arrival], attempted: event)) }
        return try await solitude.alone {
            if try await inbox.beginAttempt(event, unlessBegun: 3) > 2 {
                try await inbox.keep(arrival, .park(cause: "crash", "three attempts began and none ended"))
                return true
            }
            return try await release(inbox.apply([arrival], attempted: event))
        }
    }

    private func release(_ leftovers: Inbox.Leftovers) async throws -> Bool {
        for stream in leftovers.released {
            while try await inbox.applyNext(of: stream) {}
        }
        return leftovers.kept
    }

    /// Events whose turn has come although nobody is about to apply them: the process before ended in between.
    /// - Returns: whether all streams have been looked at.
    private func applyOrphans(_ search: inout OrphanSearch) async throws -> Bool {
        let found = try await search.next(inbox)
        for stream in found.streams {
            while try await inbox.applyNext(of: stream) {}
        }
        return found.isOver
    }

    /// Tries what is due again and asks for what is missing.
    /// - Returns: whether anything is still unfinished.
    private func workThroughUnfinished() async throws -> Bool {
        for stream in try await inbox.dueStreams(partitions: partitions) {
            while try await inbox.applyNext(of: stream) {}
        }
        // What cannot be asked now must not count as asked.
        let requests = publisher.isConnected ? try await gaps.due(partitions: partitions) : []
        if !requests.isEmpty {
            logger.info("asking for missing events", metadata: ["lane": "\(number)", "streams": "\(requests.count)"])
            publisher.send(try requests.map { try $0.publishing(from: service) }) { _ in }
        }
        return try await inbox.hasUnfinished(partitions: partitions)
    }

    private func finish(_ deliveries: [AMQPDelivery], _ open: inout [AMQPDelivery]) {
        crashPoint(.afterHandlerCommit)
        consumer.ack(deliveries.map(\.tag))
        let tags = Set(deliveries.map(\.tag))
        open.removeAll { tags.contains($0.tag) }
        if open.isEmpty { counted.withLock { $0 = [] } }
    }

    private func park(_ delivery: AMQPDelivery, _ reason: String) async throws {
        logger.error("a message cannot be read and is parked", metadata: ["queue": "\(queue)", "reason": "\(reason)"])
        Counter(label: "qiao_inbox_parked_total").increment()
        try await inbox.park(
            undecodable: delivery.message.body, part: partitions.first ?? 0, headers: RawHeaders.text(delivery),
            cause: "undecodable", reason: reason)
    }

    private func log(_ setback: Setback, _ arrival: Arrival) {
        let metadata: Logger.Metadata = [
            "event": "\(arrival.envelope.name)", "id": "\(arrival.envelope.id)", "chain": "\(arrival.envelope.chain)",
        ]
        switch setback {
        case .notYet(let reason):
            logger.debug("event waits for another", metadata: metadata.merging(["reason": "\(reason)"]) { $1 })
        case .retry(let reason):
            logger.warning("event failed, will be retried", metadata: metadata.merging(["reason": "\(reason)"]) { $1 })
        case .park(let cause, let reason):
            Counter(label: "qiao_inbox_parked_total").increment()
            logger.error(
                "event parked", metadata: metadata.merging(["cause": "\(cause)", "reason": "\(reason)"]) { $1 })
        }
    }
}
