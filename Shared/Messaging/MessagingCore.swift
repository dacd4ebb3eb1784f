import AMQP
import CrashPoints
import EventContracts
import Foundation
import Logging
import Postgres
import Synchronization

/// What one service needs to exchange events.
public struct MessagingConfiguration: Sendable {
    /// The short name of the service: `oa`.
    public var service: String
    public var broker: AMQPConfiguration
    /// Queues that share the sixteen partitions; more lanes, more events at once. A change needs the old queues drained.
    public var lanes: Int
    public var instance: UUID

    public init(service: String, broker: AMQPConfiguration, lanes: Int = 4, instance: UUID = UUID()) {
        self.service = service
        self.broker = broker
        self.lanes = lanes
        self.instance = instance
    }
}

/// The event core of one service: transactions that emit events, the relay that sends them, the lanes that apply what
/// others sent. Start it with `run()`; `shutdown()` stops taking, finishes what is in hand and gives the leases back.
public final class MessagingCore: Sendable {
    public let configuration: MessagingConfiguration
    public let catalog: EventCatalog
    public let topology: Topology
    let database: PostgresPool
    let subscriptions: Subscriptions
    let publisher: AMQPPublisher
    let consumer: AMQPConsumer
    private let relay: Relay
    private let relayLeases: Leases
    private let replicas: ReplicaWake
    private let laneLeases: Leases
    private let announcer: Announcer
    private let inbox: Inbox
    private let logger: Logger
    private let stopping = Mutex(false)
    /// One for each loop that pauses: the end of the service is not waited for.
    private let pauses = (relay: WakeSignal(), lanes: WakeSignal(), house: WakeSignal())

    public init(
        _ configuration: MessagingConfiguration, database: PostgresPool, catalog: EventCatalog,
        subscriptions: Subscriptions, logger: Logger
    ) throws {
        self.configuration = configuration
        self.database = database
        self.catalog = catalog
        self.subscriptions = subscriptions
        self.logger = logger
        let topology = Topology(
            service: configuration.service, follows: subscriptions.aggregateTypes, lanes: configuration.lanes)
        self.topology = topology
        var publishing = configuration.broker
        publishing.connectionName = "\(configuration.service) publish"
        publisher = try AMQPPublisher(configuration: publishing, logger: logger, window: 2048) { session in
            try Topology.declareShared(session)
        }
        var consuming = configuration.broker
        consuming.connectionName = "\(configuration.service) consume"
        consumer = try AMQPConsumer(configuration: consuming, logger: logger) { session in
            try topology.declare(session)
        }
        let log = LogReader(database: database)
        relayLeases = Leases(
            .relay, numbers: Partition.count, instance: configuration.instance, database: database)
        laneLeases = Leases(.lane, numbers: configuration.lanes, instance: configuration.instance, database: database)
        let relay = Relay(log: log, leases: relayLeases, publisher: publisher, logger: logger)
        self.relay = relay
        let replicas = ReplicaWake(
            service: configuration.service, database: database, leases: relayLeases, relay: relay)
        self.replicas = replicas
        announcer = Announcer(
            service: configuration.service, log: log, leases: relayLeases, publisher: publisher, logger: logger)
        inbox = Inbox(
            database: database, subscriptions: subscriptions, service: configuration.service,
            committed: { replicas.committed($0, emitted: $1) })
    }

    /// Runs `body` in one database transaction; what it changes and what it emits commit together or not at all.
    /// It is run again on a serialisation failure or a deadlock.
    public func transaction<T: Sendable>(
        _ origin: Origin = Origin(), _ body: @escaping @Sendable (EventTransaction) async throws -> T
    ) async throws -> T {
        let (result, chain, emitted) = try await database.transaction { transaction in
            let events = EventTransaction(transaction, origin: origin)
            let result = try await body(events)
            let emitted = try events.emitted()
            if let first = emitted.first {
                transaction.atCommit(Outbox.insert(emitted))
                transaction.evidence(Outbox.evidence(of: first))
            }
            crashPoint(.beforeOutboxInsert, if: !emitted.isEmpty)
            return (result, events.chain, emitted)
        }
        crashPoint(.afterCommit, if: !emitted.isEmpty)
        replicas.committed({ Changes.Touched(chain: chain, emitted) }, emitted: !emitted.isEmpty)
        return result
    }

    /// What was committed, here and by other replicas.
    public var changes: Changes { replicas.changes }

    /// Whether both connections to the broker stand.
    public var isConnected: Bool { publisher.isConnected && consumer.isConnected }

    /// Runs until `shutdown()` or until the task is cancelled.
    public func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.publisher.run() }
            group.addTask { try await self.consumer.run() }
            let hearing = Task { await self.replicas.hear() }
            await withTaskGroup(of: Void.self) { workers in
                workers.addTask { await self.relay.run() }
                workers.addTask { await self.replicas.tell(until: { self.isStopping }) }
                workers.addTask {
                    await self.announcer.run(consumer: self.consumer, requestsQueue: self.topology.requestsQueue)
                }
                workers.addTask { await self.holdRelayLeases() }
                workers.addTask { await self.workLanes() }
                workers.addTask { await self.keepHouse() }
                workers.addTask {
                    await DeadLetters(core: self, inbox: self.inbox, logger: self.logger).run(until: { self.isStopping }
                    )
                }
            }
            hearing.cancel()
            crashPoint(.drain)
            await relayLeases.release()
            publisher.shutdown()
            consumer.shutdown()
            try await group.waitForAll()
        }
    }

    /// Stops taking, finishes what is in hand, flushes, gives back. `run()` returns when it is done.
    public func shutdown() {
        stopping.withLock { $0 = true }
        relay.stop()
        announcer.stop()
        for pause in [pauses.relay, pauses.lanes, pauses.house] { pause.signal() }
    }

    var isStopping: Bool { stopping.withLock { $0 } || Task.isCancelled }

    private func holdRelayLeases() async {
        await renewing(relayLeases, pauses.relay) { _ in self.relay.look() }
    }

    /// Renews leases three times in their life, telling `changed` what is held.
    private func renewing(_ leases: Leases, _ pause: WakeSignal, _ changed: (Set<Int>) async -> Void) async {
        var lastSuccess = ContinuousClock.now
        var known: Set<Int> = []
        while !isStopping {
            do {
                let held = try await leases.renew()
                crashPoint(.leasesTaken, if: !held.isEmpty)
                lastSuccess = .now
                if held != known { await changed(held) }
                known = held
            } catch {
                logger.debug("leases not renewed", metadata: ["error": "\(error)"])
                if ContinuousClock.now - lastSuccess > leases.duration {
                    leases.lose()
                    if !known.isEmpty { await changed([]) }
                    known = []
                }
            }
            await pause.wait(atMost: known.isEmpty ? .milliseconds(300) : leases.duration / 3)
        }
    }

    /// Works the lanes that this instance holds; each has a task of its own.
    private func workLanes() async {
        let gaps = Gaps(database: database, service: configuration.service)
        let solitude = Solitude()
        await withTaskGroup(of: Void.self) { group in
            var lanes: [Int: Lane] = [:]
            await renewing(laneLeases, pauses.lanes) { held in
                for (number, lane) in lanes where !held.contains(number) {
                    lane.stop()
                    lanes[number] = nil
                }
                for number in held where lanes[number] == nil {
                    let lane = Lane(
                        number: number, topology: topology, inbox: inbox, gaps: gaps, consumer: consumer,
                        publisher: publisher, solitude: solitude, logger: logger)
                    lanes[number] = lane
                    group.addTask { await lane.run() }
                }
            }
            for lane in lanes.values { lane.stop() }
            await group.waitForAll()
        }
        await laneLeases.release()
    }

    /// Prepares the log's partitions, asks publishers for the heads of types that are followed for the first time, and
    /// puts back what somebody took away from the topology.
    private func keepHouse() async {
        let gaps = Gaps(database: database, service: configuration.service)
        var prepared = ContinuousClock.now - .seconds(3600)
        var declared = ContinuousClock.now
        var upgraded = false
        while !isStopping {
            do {
                if !upgraded {
                    try await inbox.retryUnknownTypes()
                    upgraded = true
                }
                if ContinuousClock.now - prepared > .seconds(1800) {
                    try await database.execute("select msg_prepare_days(3)")
                    prepared = .now
                }
                for type in try await gaps.unasked(topology.follows) where isConnected {
                    if await askForHeads(of: type) { try await gaps.asked(type) }
                }
                if ContinuousClock.now - declared > .seconds(10), consumer.isConnected {
                    declared = .now
                    await declareAgain()
                }
            } catch {
                logger.debug("housekeeping pauses", metadata: ["error": "\(error)"])
            }
            await pauses.house.wait(atMost: .seconds(2))
        }
    }

    /// A queue, an exchange or a binding that an operator deleted is not missed by the connection; without this, what
    /// it should carry would be given back to its publisher, or go past this service, until the next connection.
    private func declareAgain() async {
        let topology = topology
        do {
            try await consumer.perform { try topology.declare($0) }
        } catch AMQPError.channelClosed(let code, let text) {
            logger.warning("the topology cannot be declared", metadata: ["code": "\(code)", "text": "\(text)"])
        } catch {
            logger.debug("the topology was not declared again", metadata: ["error": "\(error)"])
        }
    }

    /// - Returns: whether the publisher's queue has the request.
    private func askForHeads(of type: String) async -> Bool {
        guard
            let message = try? PublisherRequest(kind: .heads, aggregateType: type).publishing(
                from: configuration.service)
        else { return false }
        return await withCheckedContinuation { continuation in
            publisher.send([message]) { settled in
                continuation.resume(returning: settled.first?.outcome == .confirmed)
            }
        }
    }
}
