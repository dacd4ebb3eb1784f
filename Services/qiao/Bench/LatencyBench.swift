import ArgumentParser
import Foundation

/// `qiao bench latency`: milliseconds from a publisher's commit to a consumer's at a steady rate.
struct LatencyBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latency",
        abstract: "Milliseconds from the publisher's commit to the consumer's at a steady rate.",
        discussion: "Beside it the same hop in plain libpq and librabbitmq calls; both run in turn.")

    @Option(help: "Events per second.") var rate = 200
    @Option(help: "Seconds of one run.") var seconds = 5
    @OptionGroup var layout: LayoutOptions
    @OptionGroup var repeated: RunOptions
    @OptionGroup var options: BenchOptions

    struct Result: Encodable {
        var p50Milliseconds: Double
        var p99Milliseconds: Double
        var plainP50Milliseconds: Double
        var plainP99Milliseconds: Double
        var p50Ratio: Double
        var p99Ratio: Double
        var rate: Int
        var runs: Int
    }

    func validate() throws {
        guard rate > 0, seconds > 0 else { throw ValidationError("--rate and --seconds want at least 1") }
    }

    func run() async throws {
        let load = Load(events: rate * seconds, interval: .seconds(1) / rate)
        var (own, plain) = ([(p50: Double, p99: Double)](), [(p50: Double, p99: Double)]())
        try await SideBySide(options, layout).compare { core, limit in
            for run in 1...repeated.runs {
                plain.append(Self.percentiles(try await limit.carry(load)))
                own.append(Self.percentiles(try await core.carry(load)))
                let (one, other) = (own[run - 1], plain[run - 1])
                options.say(
                    "run \(run): p50 \(one.p50.text(2)) ms, p99 \(one.p99.text(2)) ms; "
                        + "plain p50 \(other.p50.text(2)) ms, p99 \(other.p99.text(2)) ms")
            }
        }
        let (p50, p99) = (own.map(\.p50).median, own.map(\.p99).median)
        let (plain50, plain99) = (plain.map(\.p50).median, plain.map(\.p99).median)
        let result = Result(
            p50Milliseconds: p50.rounded(to: 3), p99Milliseconds: p99.rounded(to: 3),
            plainP50Milliseconds: plain50.rounded(to: 3), plainP99Milliseconds: plain99.rounded(to: 3),
            p50Ratio: (p50 / plain50).rounded(to: 3), p99Ratio: (p99 / plain99).rounded(to: 3), rate: rate,
            runs: repeated.runs)
        options.say(
            "median: p50 \(p50.text(2)) ms (\(result.p50Ratio.text(2)) of plain), "
                + "p99 \(p99.text(2)) ms (\(result.p99Ratio.text(2)) of plain)")
        if options.json { print(try jsonLine(result)) }
    }

    private static func percentiles(_ journal: Journal) -> (p50: Double, p99: Double) {
        let latencies = journal.latencies
        return (latencies.percentile(0.5), latencies.percentile(0.99))
    }
}
