import ArgumentParser
import EventContracts
import Foundation
import Messaging
import Postgres

/// `qiao bench publish`: what an event costs the business transaction that emits it.
struct PublishBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Milliseconds of a business transaction with an event, beside the same without.",
        discussion: """
            The transaction is a command as the services have them: the idempotency row, the document's row locked and
            changed, three lines, a line of its history, the answer. With and without an event take turns, one by one.
            """)

    @Option(help: "Transactions of each kind in one run.") var transactions = 1_000
    @OptionGroup var repeated: RunOptions
    @OptionGroup var options: BenchOptions

    struct Result: Encodable {
        var withEventMilliseconds: Double
        var withoutEventMilliseconds: Double
        var costPercent: Double
        var transactions: Int
        var runs: Int
    }

    func run() async throws {
        let ground = try Ground(options)
        let roles = ["publisher", "subscriber"]
        var (with, without) = ([Double](), [Double]())
        do {
            for role in roles { try await ground.makeSchema(role) }
            try await ground.declareTopology("subscriber", lanes: 1, follows: AccountMoved.self)
            let pool = PostgresPool(try ground.configuration("publisher", connections: 8))
            try await BusinessTransaction.prepare(pool)
            let core = try MessagingCore(
                MessagingConfiguration(service: ground.name("publisher"), broker: ground.broker, lanes: 1),
                database: pool, catalog: AccountMoved.catalog, subscriptions: Subscriptions([]),
                logger: ground.logger)
            let running = Task { try await core.run() }
            try await waitUntil("a connection to the broker") { core.isConnected }
            let business = BusinessTransaction(core: core)
            _ = try await business.turns(100)
            for run in 1...repeated.runs {
                let medians = try await business.turns(transactions)
                with.append(medians.with)
                without.append(medians.without)
                options.say("run \(run): with \(medians.with.text(3)) ms, without \(medians.without.text(3)) ms")
            }
            core.shutdown()
            try await running.value
            await pool.close()
        } catch {
            try? await ground.remove(roles, lanes: 1)
            throw error
        }
        try await ground.remove(roles, lanes: 1)
        let result = Result(
            withEventMilliseconds: with.median.rounded(to: 3), withoutEventMilliseconds: without.median.rounded(to: 3),
            costPercent: ((with.median / without.median - 1) * 100).rounded(to: 1), transactions: transactions,
            runs: repeated.runs)
        options.say("median: an event costs \(result.costPercent.text(1)) % of the transaction")
        if options.json { print(try jsonLine(result)) }
    }
}
