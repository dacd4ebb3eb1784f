import ArgumentParser
import Foundation

/// `qiao bench hop`: events per second from a publisher's commit to a consumer's, beside the machine's own limit.
struct HopBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hop",
        abstract: "Events per second over outbox, relay, quorum queue and inbox, beside the machine's limit.",
        discussion: """
            A hop is a publisher's transaction (a domain row and the event's rows), the relay, a quorum queue with
            confirms and mandatory, and a consumer's effect (a domain row and the stream's position), everything
            durable. Bodies have 600 bytes, aggregates are 1,000. The limit is the same rows, commits and messages in
            plain libpq and librabbitmq calls on threads; both run in turn.
            """)

    @Option(help: "Events of one run.") var events = 20_000
    @Option(help: "Events that a publisher commits at a time.") var batch = 1
    @OptionGroup var layout: LayoutOptions
    @OptionGroup var repeated: RunOptions
    @OptionGroup var options: BenchOptions

    struct Result: Encodable {
        var eventsPerSecond: Double
        var limitEventsPerSecond: Double
        var ratioToLimit: Double
        var runs: [Double]
        var limitRuns: [Double]
        var events: Int
        var batch: Int
        var publishers: Int
        var lanes: Int
    }

    func validate() throws {
        guard events > 0, (1...500).contains(batch) else {
            throw ValidationError("--events wants at least 1, --batch 1 to 500")
        }
    }

    func run() async throws {
        let load = Load(events: events, batch: batch)
        var (own, limit) = ([Double](), [Double]())
        try await SideBySide(options, layout).compare { core, plain in
            for run in 1...repeated.runs {
                limit.append(try await plain.carry(load).rate)
                own.append(try await core.carry(load).rate)
                options.say("run \(run): \(own[run - 1].text()) events/s, limit \(limit[run - 1].text())")
            }
        }
        let result = Result(
            eventsPerSecond: own.median.rounded(to: 1), limitEventsPerSecond: limit.median.rounded(to: 1),
            ratioToLimit: (own.median / limit.median).rounded(to: 3), runs: own.map { $0.rounded(to: 1) },
            limitRuns: limit.map { $0.rounded(to: 1) }, events: events, batch: batch,
            publishers: layout.publishers, lanes: layout.lanes)
        options.say(
            "median: \(own.median.text()) events/s of \(limit.median.text()), ratio \(result.ratioToLimit.text(2))")
        if options.json { print(try jsonLine(result)) }
    }
}
