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
            Twice, each with and without the event in turn, one by one. As a command of a service, called over HTTP: who
            calls may do it, the Idempotency-Key is taken, the document locked and changed, three lines written, the answer
            stored with its entry in the audit trail. And bare, by the event core alone: a key's row, the document's row
            locked and changed, three lines, a line of its history, the answer.
            """)

    @Option(help: "Transactions of each kind in one run.") var transactions = 1_000
    @OptionGroup var repeated: RunOptions
    @OptionGroup var options: BenchOptions

    struct Result: Encodable {
        var command: Cost
        var bare: Cost
        var transactions: Int
        var runs: Int
    }

    /// Medians of all runs.
    struct Cost: Encodable {
        var withEventMilliseconds: Double
        var withoutEventMilliseconds: Double
        var costPercent: Double

        init(_ runs: [(with: Double, without: Double)]) {
            let (with, without) = (runs.map(\.with).median, runs.map(\.without).median)
            withEventMilliseconds = with.rounded(to: 3)
            withoutEventMilliseconds = without.rounded(to: 3)
            costPercent = ((with / without - 1) * 100).rounded(to: 1)
        }
    }

    func run() async throws {
        let ground = try Ground(options)
        let command = Cost(try await commands(ground))
        let bare = Cost(try await bareTransactions(ground))
        options.say("median: an event costs \(command.costPercent.text(1)) % of a command")
        options.say("median: an event costs \(bare.costPercent.text(1)) % of the bare transaction")
        let result = Result(command: command, bare: bare, transactions: transactions, runs: repeated.runs)
        if options.json { print(try jsonLine(result)) }
    }

    private func commands(_ ground: Ground) async throws -> [(with: Double, without: Double)] {
        let kinds = [MeasuredService.Kind.guarded, .silent]
        return try await ground.clean(kinds.map(\.rawValue), lanes: 0) {
            let telling = try await MeasuredService(.guarded, on: ground)
            let silent = try await MeasuredService(.silent, on: ground)
            let taken = try await runs("command") { try await MeasuredService.turns(telling, silent, $0) }
            await telling.close()
            await silent.close()
            return taken
        }
    }

    private func bareTransactions(_ ground: Ground) async throws -> [(with: Double, without: Double)] {
        let roles = ["publisher", "subscriber"]
        return try await ground.clean(roles, lanes: 1) {
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
            let taken = try await runs("bare") { try await business.turns($0) }
            core.shutdown()
            try await running.value
            await pool.close()
            return taken
        }
    }

    /// The first hundred are not counted.
    private func runs(
        _ name: String, _ turns: (Int) async throws -> (with: Double, without: Double)
    ) async throws -> [(with: Double, without: Double)] {
        _ = try await turns(100)
        var taken: [(with: Double, without: Double)] = []
        for run in 1...repeated.runs {
            let medians = try await turns(transactions)
            taken.append(medians)
            options.say("\(name) \(run): with \(medians.with.text(3)) ms, without \(medians.without.text(3)) ms")
        }
        return taken
    }
}
