import ArgumentParser
import EventContracts
import Foundation
import Messaging
import Postgres

/// `qiao bench fanout`: what three subscribers cost the publishing side, beside one.
struct FanoutBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fanout",
        abstract: "Events per second until the broker has confirmed all, with one subscriber and with three.",
        discussion: "Nobody consumes meanwhile, so that it is the publishing side and the broker that are measured.")

    @Option(help: "Events of one run.") var events = 10_000
    @OptionGroup var layout: LayoutOptions
    @OptionGroup var repeated: RunOptions
    @OptionGroup var options: BenchOptions

    struct Result: Encodable {
        var oneSubscriberEventsPerSecond: Double
        var threeSubscribersEventsPerSecond: Double
        var cost: Double
        var events: Int
        var runs: Int
    }

    func run() async throws {
        let ground = try Ground(options)
        let subscribers = ["one", "first", "second", "third"]
        let roles = ["publisher"] + subscribers
        var (one, three) = ([Double](), [Double]())
        try await ground.clean(roles, lanes: layout.lanes) {
            for role in roles { try await ground.makeSchema(role) }
            try await ground.declareTopology("one", lanes: layout.lanes, follows: AccountMoved.self)
            for role in subscribers.dropFirst() {
                try await ground.declareTopology(role, lanes: layout.lanes, follows: AccountShared.self)
            }
            try await ConfirmedPublishing.with(ground, layout) { publishing in
                for run in 1...repeated.runs {
                    one.append(try await publishing.rate(events) { AccountMoved($0) })
                    three.append(try await publishing.rate(events) { AccountShared($0) })
                    options.say("run \(run): one \(one[run - 1].text()) events/s, three \(three[run - 1].text())")
                    try await ground.purge(subscribers, lanes: layout.lanes)
                }
            }
        }
        let result = Result(
            oneSubscriberEventsPerSecond: one.median.rounded(to: 1),
            threeSubscribersEventsPerSecond: three.median.rounded(to: 1),
            cost: (one.median / three.median).rounded(to: 3), events: events, runs: repeated.runs)
        options.say("median: three subscribers cost \(result.cost.text(2)) times one")
        if options.json { print(try jsonLine(result)) }
    }
}

/// The same event of an aggregate type that three services follow.
struct AccountShared: Event {
    static let type = "\(AccountMoved.publisher).shared-account.moved"
    static let summary = AccountMoved.summary
    var account: UUID
    var amount: Int
    var note: String
    var aggregate: UUID { account }

    init(_ number: Int) {
        let moved = AccountMoved(number)
        (account, amount, note) = (moved.account, moved.amount, moved.note)
    }
}

/// A publishing core alone, and how fast what it commits gets to the broker.
struct ConfirmedPublishing {
    private let core: MessagingCore
    private let pool: PostgresPool
    private let publishers: Int

    static func with(_ ground: Ground, _ layout: LayoutOptions, _ body: (ConfirmedPublishing) async throws -> Void)
        async throws
    {
        let pool = PostgresPool(try ground.configuration("publisher", connections: layout.publishers + 6))
        let core = try MessagingCore(
            MessagingConfiguration(service: ground.name("publisher"), broker: ground.broker, lanes: 1),
            database: pool, catalog: EventCatalog(publisher: AccountMoved.publisher, [AccountMoved.self]),
            subscriptions: Subscriptions([]), logger: ground.logger)
        let running = Task { try await core.run() }
        do {
            try await waitUntil("a connection to the broker") { core.isConnected }
            try await body(ConfirmedPublishing(core: core, pool: pool, publishers: layout.publishers))
        } catch {
            core.shutdown()
            throw error
        }
        core.shutdown()
        try await running.value
        await pool.close()
    }

    /// Events per second from the first commit's begin until none is unsent.
    func rate(_ events: Int, _ make: @escaping @Sendable (Int) -> some Event) async throws -> Double {
        let handout = Handout(Load(events: events))
        let began = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<publishers {
                group.addTask {
                    while let (numbers, _) = handout.take() {
                        try await core.transaction { transaction in
                            for number in numbers { transaction.emit(make(number)) }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        try await waitUntil("everything is confirmed") {
            try await pool.one("select not exists (select from msg_unsent)", as: Bool.self)
        }
        return Double(events) / (ContinuousClock.now - began).inSeconds
    }
}
