import ArgumentParser
import EventContracts
import Foundation
import Messaging
import Postgres

/// `qiao bench idle`: what the event core and the running services cost while nothing happens.
struct IdleBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "idle",
        abstract: "Time from start to consuming; processor share and memory while nothing happens.",
        discussion: "The services are those of the home whose addresses are used, when they run.")

    @Option(help: "Seconds to look on.") var seconds = 20
    @Option(help: "How often the event core is started.") var runs = 5
    @Option(help: "Queues and workers on the consuming side.") var lanes = 4
    @OptionGroup var options: BenchOptions

    struct Result: Encodable {
        var startToConsumingSeconds: Double
        var idle: [ProcessShare]
        var runs: Int
    }

    func run() async throws {
        let ground = try Ground(options)
        let pool = PostgresPool(try ground.configuration("subscriber", connections: lanes + 6))
        var starts: [Double] = []
        var shares: [ProcessShare] = []
        try await ground.clean(["subscriber"], lanes: lanes) {
            try await ground.makeSchema("subscriber")
            try await ground.declareTopology("subscriber", lanes: lanes, follows: AccountMoved.self)
            for run in 1...max(1, runs) {
                let began = ContinuousClock.now
                let core = try MessagingCore(
                    MessagingConfiguration(service: ground.name("subscriber"), broker: ground.broker, lanes: lanes),
                    database: pool, catalog: EventCatalog(publisher: ground.name("subscriber"), []),
                    subscriptions: Subscriptions([on(AccountMoved.self, .own) { _, _ in }]), logger: ground.logger)
                let running = Task { try await core.run() }
                try await waitUntil("every lane is consumed") {
                    try await ground.consumers("subscriber", lanes) == lanes
                }
                starts.append((ContinuousClock.now - began).inSeconds)
                if run == max(1, runs) { shares = try await look(options) }
                core.shutdown()
                try await running.value
            }
            await pool.close()
        }
        let result = Result(
            startToConsumingSeconds: starts.median.rounded(to: 3), idle: shares, runs: starts.count)
        options.say("start to consuming: \(starts.median.text(3)) s")
        for share in shares {
            options.say("\(share.name): \(share.corePercent.text(2)) % of a core, \(share.megabytes.text(1)) MB")
        }
        if options.json { print(try jsonLine(result)) }
    }

    /// This process with one idle event core in it, and the services.
    private func look(_ options: BenchOptions) async throws -> [ProcessShare] {
        let processes = [("event core", getpid())] + ProcessShare.services(EnvironmentFile.home(options.env))
        try await Task.sleep(for: .seconds(1))
        let before = processes.map { ProcessShare.ticks($0.1) }
        try await Task.sleep(for: .seconds(seconds))
        return zip(processes, before).compactMap { process, before in
            guard let before, let after = ProcessShare.ticks(process.1) else { return nil }
            return ProcessShare(
                name: process.0,
                corePercent: ((after - before) / Double(seconds) * 100).rounded(to: 2),
                megabytes: ProcessShare.megabytes(process.1).rounded(to: 1))
        }
    }
}
