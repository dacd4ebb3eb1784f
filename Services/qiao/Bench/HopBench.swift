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
    @Option(help: .hidden) var only: Side?
    @OptionGroup var layout: LayoutOptions
    @OptionGroup var repeated: RunOptions
    @OptionGroup var options: BenchOptions

    /// For a look with a profiler.
    enum Side: String, ExpressibleByArgument { case core, plain }

    struct Result: Encodable {
        var eventsPerSecond: Double
        var limitEventsPerSecond: Double
        var ratioToLimit: Double
        /// Processor time of this process alone, per event.
        var processMicrosecondsPerEvent: Double
        var limitProcessMicrosecondsPerEvent: Double
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
        var (own, limit) = ([Run](), [Run]())
        try await SideBySide(options, layout).compare { core, plain in
            for number in 1...repeated.runs {
                if only != .core { limit.append(try await Run(plain, load)) }
                if only != .plain { own.append(try await Run(core, load)) }
                let (one, other) = (own.last?.rate ?? 0, limit.last?.rate ?? 0)
                options.say("run \(number): \(one.text()) events/s, limit \(other.text())")
            }
        }
        let (rates, limits) = (own.map(\.rate), limit.map(\.rate))
        let result = Result(
            eventsPerSecond: rates.median.rounded(to: 1), limitEventsPerSecond: limits.median.rounded(to: 1),
            ratioToLimit: limit.isEmpty ? 0 : (rates.median / limits.median).rounded(to: 3),
            processMicrosecondsPerEvent: own.map(\.microseconds).median.rounded(to: 1),
            limitProcessMicrosecondsPerEvent: limit.map(\.microseconds).median.rounded(to: 1),
            runs: rates.map { $0.rounded(to: 1) }, limitRuns: limits.map { $0.rounded(to: 1) }, events: events,
            batch: batch, publishers: layout.publishers, lanes: layout.lanes)
        options.say(
            "median: \(rates.median.text()) events/s of \(limits.median.text()), ratio \(result.ratioToLimit.text(2)); "
                + "\(result.processMicrosecondsPerEvent) µs of this process per event, "
                + "\(result.limitProcessMicrosecondsPerEvent) at the limit")
        if options.json { print(try jsonLine(result)) }
    }
}

/// One run of one side.
private struct Run {
    let rate: Double
    let microseconds: Double

    init(_ carrier: some Carrier, _ load: Load) async throws {
        let before = ProcessShare.ticks(getpid()) ?? 0
        rate = try await carrier.carry(load).rate
        microseconds = ((ProcessShare.ticks(getpid()) ?? 0) - before) * 1_000_000 / Double(load.events)
    }
}
