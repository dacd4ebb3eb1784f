import ArgumentParser
import Bench
import Foundation

/// `qiao bench story`: how many chains a second the whole system carries, and what a person waits at half of that.
struct StoryBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "story",
        abstract: "Chains a second of the whole system at its best concurrency; each answer's time at half of that.",
        discussion: """
            Plays stories, half sales and half web shop, at each concurrency; the best one's rate counts. Then lets \
            chains begin at half of that rate, evenly, and says how long every HTTP answer took, and which process \
            used the processor meanwhile. Leaves the stories' documents behind: not for a company's own data.
            """)

    @Option(help: "Chains to play at each concurrency.") var count = 200
    @Option(parsing: .upToNextOption, help: "How many at once, one after the other.") var concurrency = [8, 16, 32, 64]
    @OptionGroup var common: GatewayOptions

    /// What was measured.
    struct Result: Encodable, Sendable {
        struct Level: Encodable, Sendable {
            let concurrency: Int
            let chainsPerSecond: Double
            let failed: Int
            let processor: [ProcessorTime.Share]
        }
        let chainsPerSecond: Double
        let concurrency: Int
        let failed: Int
        let levels: [Level]
        let halfRate: Double
        let answers: Stopwatch.Lap
        let slowest: [Stopwatch.Lap]
        let processorAtHalfRate: [ProcessorTime.Share]
    }

    func validate() throws {
        guard count > 0, !concurrency.isEmpty, concurrency.allSatisfy({ $0 > 0 }) else {
            throw ValidationError("--count and --concurrency are at least 1")
        }
    }

    func run() async throws {
        let result = try await common.withGateway { try await measure($0) }
        if common.json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            print(String(decoding: try encoder.encode(result), as: UTF8.self))
        }
        if result.failed > 0 { throw ExitCode.failure }
    }

    private func measure(_ gateway: Gateway) async throws -> Result {
        let stories = try await Stories(gateway)
        var levels: [Result.Level] = []
        for concurrency in concurrency {
            let (report, shares) = await timed {
                await stories.play(count, atOnce: concurrency, Journal(speaks: false, pause: .zero))
            }
            levels.append(
                Result.Level(
                    concurrency: concurrency, chainsPerSecond: report.chainsPerSecond, failed: report.failed,
                    processor: shares))
            say("\(concurrency) at once: \(text(report.chainsPerSecond)) chains/s, \(report.failed) failed", shares)
            for failure in report.failures.prefix(3) { say("  \(failure)", []) }
        }
        let best = levels.max { $0.chainsPerSecond < $1.chainsPerSecond } ?? levels[0]
        gateway.stopwatch.reset()
        let half = best.chainsPerSecond / 2
        let (paced, shares) = await timed {
            await stories.play(count, every: .seconds(1 / max(half, 0.01)), Journal(speaks: false, pause: .zero))
        }
        let laps = gateway.stopwatch.laps()
        let all = gateway.stopwatch.total()
        say(
            "at \(text(half)) chains/s: \(all.count) answers, p50 \(text(all.p50Milliseconds)) ms, "
                + "p99 \(text(all.p99Milliseconds)) ms", shares)
        for lap in laps.prefix(5) { say("  p99 \(text(lap.p99Milliseconds)) ms  \(lap.route)", []) }
        return Result(
            chainsPerSecond: best.chainsPerSecond, concurrency: best.concurrency,
            failed: levels.reduce(0) { $0 + $1.failed } + paced.failed, levels: levels, halfRate: half, answers: all,
            slowest: Array(laps.prefix(10)), processorAtHalfRate: shares)
    }

    private func timed(_ play: () async -> StoryReport) async -> (StoryReport, [ProcessorTime.Share]) {
        let home = EnvironmentFile.home(common.env)
        let before = ProcessorTime(home: home)
        let report = await play()
        return (report, ProcessorTime(home: home).shares(since: before, over: report.seconds))
    }

    private func say(_ line: String, _ shares: [ProcessorTime.Share]) {
        guard !common.json else { return }
        print(line)
        if !shares.isEmpty {
            print("  " + shares.map { "\($0.name) \(text($0.corePercent)) %" }.joined(separator: ", "))
        }
    }

    private func text(_ value: Double) -> String { String(format: "%.1f", value) }
}
