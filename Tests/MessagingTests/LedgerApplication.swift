import AMQP
import EventContracts
import Foundation
import JSONSchema
import Kernel
import Logging
import Messaging
import Postgres
import Synchronization
import TestSupport

/// An event of the test application: an account moved by an amount.
struct AccountMoved: Event {
    static let type = "tpub.account.moved"
    static let summary = "An account of the test application moved."
    var account: UUID
    var amount: Int
    var aggregate: UUID { account }
}

/// A second fact about accounts, which may need the first one.
struct AccountClosed: Event {
    static let type = "tpub.closing.closed"
    static let summary = "An account of the test application was closed."
    var account: UUID
    var aggregate: UUID { UUID(uuid: account.uuid) }
}

enum TestPublisher: Publisher {
    static let name = "tpub"
    static let catalog = EventCatalog(publisher: "tpub", [AccountMoved.self, AccountClosed.self])
}

/// What the consumer does with an event; tests put faults here.
typealias Effect = @Sendable (Incoming<AccountMoved>, EventTransaction) async throws -> Void

/// A publisher and a consumer on the same public API as the services, each with a schema of its own, and a checker that
/// looks at both databases: for every committed number exactly one effect, in order, none missing, none extra.
final class LedgerApplication: Sendable {
    let publisherSchema: TestSchema
    let consumerSchema: TestSchema
    let publisher: MessagingCore
    private let consumers: Mutex<[MessagingCore]> = Mutex([])
    private let tasks: Mutex<[Task<Void, any Error>]> = Mutex([])
    private let publisherRuns = Mutex(false)
    let broker: AMQPConfiguration
    private let extra: [Subscription]
    private let touching: RowsTouched
    private let effect: Effect

    init(touching: RowsTouched = .own, extra: [Subscription] = [], effect: @escaping Effect = { _, _ in }) async throws
    {
        guard let url = ProcessInfo.processInfo.environment["QIAO_TEST_AMQP_URL"], !url.isEmpty else {
            throw TestSetup("set QIAO_TEST_AMQP_URL to a broker the tests may use")
        }
        broker = try AMQPConfiguration(url: url)
        self.touching = touching
        self.extra = extra
        self.effect = effect
        publisherSchema = try await TestDatabase.make("tpub", poolSize: 8)
        consumerSchema = try await TestDatabase.make("tsub", poolSize: 12)
        try await MessagingCore.migrations().migrate(publisherSchema.pool, schema: publisherSchema.name)
        try await MessagingCore.migrations().migrate(consumerSchema.pool, schema: consumerSchema.name)
        try await publisherSchema.pool.execute("create table account (id uuid primary key, balance bigint not null)")
        try await consumerSchema.pool.execute(
            "create table applied (n bigserial primary key, account uuid not null, sequence bigint not null, amount bigint not null)"
        )
        publisher = try MessagingCore(
            MessagingConfiguration(service: "tpub", broker: broker, lanes: 1), database: publisherSchema.pool,
            catalog: TestPublisher.catalog, subscriptions: Subscriptions([]), logger: Logger.quiet)
    }

    /// Starts the publishing side.
    func startPublisher() {
        let starts = publisherRuns.withLock { running in
            defer { running = true }
            return !running
        }
        if starts { run(publisher) }
    }

    /// Starts one replica of the consuming side.
    @discardableResult
    func startConsumer(lanes: Int = 4) throws -> MessagingCore {
        let effect = effect
        let subscription = on(AccountMoved.self, touching) { incoming, transaction in
            try await effect(incoming, transaction)
            try await transaction.execute(
                """
                insert into applied (account, sequence, amount)
                values (\(incoming.event.account), \(incoming.envelope.sequence), \(incoming.event.amount))
                """)
        }
        let core = try MessagingCore(
            MessagingConfiguration(service: "tsub", broker: broker, lanes: lanes), database: consumerSchema.pool,
            catalog: EventCatalog(publisher: "tsub", []),
            subscriptions: Subscriptions([subscription] + extra, catalogs: [TestPublisher.catalog]),
            logger: Logger.quiet)
        consumers.withLock { $0.append(core) }
        run(core)
        return core
    }

    private func run(_ core: MessagingCore) {
        let task = Task { try await core.run() }
        tasks.withLock { $0.append(task) }
    }

    /// One business transaction: the account's row and the event.
    func move(_ account: UUID, by amount: Int) async throws {
        try await publisher.transaction { transaction in
            try await transaction.execute(
                """
                insert into account as a (id, balance) values (\(account), \(amount))
                on conflict (id) do update set balance = a.balance + excluded.balance
                """)
            transaction.emit(AccountMoved(account: account, amount: amount))
        }
    }

    /// What is wrong between the two databases; empty when every number has exactly one effect, in order.
    func differences() async throws -> [String] {
        struct Stream: Decodable, Sendable, Equatable {
            let account: UUID
            let events: Int
            let amount: Int
        }
        let published: [Stream] = try await publisherSchema.pool.all(
            """
            select a.id as account, a.sequence::int as events, b.balance::int as amount
            from msg_aggregate a join account b on b.id = a.id where a.type = 'tpub.account' order by a.id
            """)
        let applied: [Stream] = try await consumerSchema.pool.all(
            """
            select account, count(*)::int as events, sum(amount)::int as amount from applied
            group by account order by account
            """)
        var found: [String] = []
        if published != applied {
            found.append(
                "published \(published.map(\.events).reduce(0, +)), applied \(applied.map(\.events).reduce(0, +))")
        }
        let disordered = try await consumerSchema.pool.one(
            """
            select count(*) from (
                select sequence, row_number() over (partition by account order by n) as expected from applied) s
            where sequence <> expected
            """, as: Int.self)
        if disordered > 0 { found.append("\(disordered) out of order, missing or twice") }
        return found
    }

    /// Waits until the two ends agree.
    /// - Throws: `TestSetup` with the differences when they still do not after the time given.
    func settle(within limit: Duration = .seconds(40)) async throws {
        let deadline = ContinuousClock.now + limit
        var found = try await differences()
        while !found.isEmpty {
            guard ContinuousClock.now < deadline else {
                let kept: [String] = try await consumerSchema.pool.all(
                    "select state || ' ' || sequence || ' ' || coalesce(error, '') from msg_inbox order by id limit 5",
                    as: String.self)
                throw TestSetup("the two ends do not agree: \(found) kept: \(kept)")
            }
            try await Task.sleep(for: .milliseconds(50))
            found = try await differences()
        }
    }

    func until(_ what: String, within limit: Duration = .seconds(30), _ condition: () async throws -> Bool) async throws
    {
        let deadline = ContinuousClock.now + limit
        while try await !condition() {
            guard ContinuousClock.now < deadline else { throw TestSetup("never happened: \(what)") }
            try await Task.sleep(for: .milliseconds(30))
        }
    }

    /// Runs operations on the broker as an operator would.
    func atBroker<T: Sendable>(_ operation: @escaping @Sendable (AMQPSession) throws -> T) async throws -> T {
        try await until("a connection to the broker") { publisher.isConnected }
        return try await publisher.atBroker(operation)
    }

    func stopConsumers() async throws {
        let cores = consumers.withLock { list in
            defer { list = [] }
            return list
        }
        for core in cores { core.shutdown() }
    }

    /// Stops everything and takes it away from the servers.
    func finish() async throws {
        try await stopConsumers()
        startPublisher()
        try? await atBroker { session in
            for name in ["tsub.dead", "tsub.requests", "tpub.dead", "tpub.requests", "tpub.events.0"]
                + (0..<8).map({ "tsub.events.\($0)" })
            {
                _ = try session.deleteQueue(name)
            }
            try session.deleteExchange("tsub.events")
            try session.deleteExchange("tpub.events")
        }
        publisher.shutdown()
        for task in tasks.withLock({ $0 }) { try await task.value }
        try await publisherSchema.drop()
        try await consumerSchema.drop()
    }
}

struct TestSetup: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension Logger {
    /// Says only what is an error, so that a failing test's output is readable.
    static var quiet: Logger {
        var logger = Logger(label: "test")
        logger.logLevel =
            ProcessInfo.processInfo.environment["QIAO_TEST_LOG"].flatMap { Logger.Level(rawValue: $0) } ?? .critical
        return logger
    }
}

/// Runs a test with an application of its own and cleans up whatever happened.
func withLedger(
    touching: RowsTouched = .own, extra: [Subscription] = [], effect: @escaping Effect = { _, _ in },
    _ body: (LedgerApplication) async throws -> Void
) async throws {
    let application = try await LedgerApplication(touching: touching, extra: extra, effect: effect)
    do {
        try await body(application)
    } catch {
        try? await application.finish()
        throw error
    }
    try await application.finish()
}

extension LedgerApplication {
    /// Puts a message into a queue as an operator would, past every contract.
    func publishByHand(queue: String, body: [UInt8], headers: [String: AMQPValue]) async throws {
        let stranger = try AMQPPublisher(configuration: broker, logger: .quiet, window: 16) { _ in }
        let running = Task { try await stranger.run() }
        try await until("a stranger's connection") { stranger.isConnected }
        let outcome = await withCheckedContinuation { continuation in
            let message = AMQPMessage(properties: AMQPProperties(persistent: true, headers: headers), body: body)
            stranger.send([AMQPPublishing(exchange: "", routingKey: queue, message: message, token: 1)]) { settled in
                continuation.resume(returning: settled.first?.outcome)
            }
        }
        stranger.shutdown()
        try await running.value
        guard outcome == .confirmed else { throw TestSetup("not published: \(String(describing: outcome))") }
    }

    /// A process that dies with messages in its hands: takes that many from the consumer's queues, then hangs up.
    func takeWithoutAcknowledging(_ count: Int) async throws {
        let taken = Mutex(0)
        let doomed = try AMQPConsumer(configuration: broker, logger: .quiet) { _ in }
        let running = Task { try await doomed.run() }
        for lane in 0..<4 {
            _ = doomed.consume(queue: "tsub.events.\(lane)", prefetch: 10) { deliveries in
                taken.withLock { $0 += deliveries.count }
            }
        }
        try await until("the messages are taken") { taken.withLock { $0 } >= count }
        doomed.shutdown()
        try await running.value
    }
}
