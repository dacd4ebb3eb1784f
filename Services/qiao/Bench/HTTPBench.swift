import ArgumentParser
import Foundation
import Kernel

/// `qiao bench http`: what permission and audit cost a typical write.
struct HTTPBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "http",
        abstract: "Milliseconds of a typical write with permission check and audit trail, beside the same without.",
        discussion: """
            A service of its own, called over HTTP by somebody signed in: the document is locked, changed, given three
            lines and an event; the answer is stored under its Idempotency-Key. With: the route wants a role, the document must
            be one that a manager sees along the reporting lines, and the trail holds who changed which column. Both take
            turns, one by one; the caller's own work is in the figures, as it is in anybody's latency.
            """)

    @Option(help: "Writes of each kind in one run.") var writes = 500
    @OptionGroup var repeated: RunOptions
    @OptionGroup var options: BenchOptions

    struct Result: Encodable {
        var withMilliseconds: Double
        var withoutMilliseconds: Double
        var costPercent: Double
        var writes: Int
        var runs: Int
    }

    func run() async throws {
        let ground = try Ground(options)
        let kinds = [MeasuredService.Kind.guarded, .open]
        var (with, without, costs) = ([Double](), [Double](), [Double]())
        try await ground.clean(kinds.map(\.rawValue), lanes: 0) {
            let guarded = try await MeasuredService(.guarded, on: ground)
            let open = try await MeasuredService(.open, on: ground)
            _ = try await MeasuredService.turns(guarded, open, 50)
            for run in 1...repeated.runs {
                let medians = try await MeasuredService.turns(guarded, open, writes)
                with.append(medians.0)
                without.append(medians.1)
                costs.append((medians.0 / medians.1 - 1) * 100)
                options.say("run \(run): with \(medians.0.text(3)) ms, without \(medians.1.text(3)) ms")
            }
            await guarded.close()
            await open.close()
        }
        let result = Result(
            withMilliseconds: with.median.rounded(to: 3), withoutMilliseconds: without.median.rounded(to: 3),
            costPercent: costs.median.rounded(to: 1), writes: writes, runs: repeated.runs)
        options.say("median: permission and audit cost \(result.costPercent.text(1)) % of the write")
        if options.json { print(try jsonLine(result)) }
    }
}
