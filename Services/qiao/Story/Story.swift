import ArgumentParser
import Foundation
import JSONSchema
import Kernel

/// `qiao story`: lives the company's day as its people do, over public HTTP only.
struct Story: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Play the story: trip, approval, money, attendance, lead, quotes, order, production, payment, shipment.",
        discussion: """
            With --count N above 1, half of the chains are sales stories and half are web-shop orders. Every unsafe call
            carries an Idempotency-Key and is repeated through outages, so that killing any part in the middle does no harm.
            """)

    @Option(help: "How many chains to play.") var count = 1
    @Option(help: "How many at once.") var concurrency = 1
    @Flag(help: "Play only the web-shop chain.") var shop = false
    @Flag(help: "Pause between steps, to follow it in the browser.") var pause = false
    @OptionGroup var common: GatewayOptions

    func validate() throws {
        guard count > 0, concurrency > 0 else { throw ValidationError("--count and --concurrency are at least 1") }
    }

    func run() async throws {
        let report = try await common.withGateway { try await play($0) }
        try report.print(asJSON: common.json)
        if report.failures.count > 0 { throw ExitCode.failure }
    }

    private func play(_ gateway: Gateway) async throws -> StoryReport {
        let cast = try await Cast.gather(gateway)
        let ground = try await Ground.prepare(cast)
        let journal = Journal(speaks: count == 1 && !common.json, pause: pause ? .seconds(2) : .zero)
        let start = ContinuousClock.now
        var failures: [String] = []
        await withTaskGroup(of: String?.self) { group in
            for index in 0..<count {
                if index >= concurrency, let outcome = await group.next(), let failure = outcome {
                    failures.append(failure)
                }
                group.addTask { await chain(index, cast, ground, journal) }
            }
            for await outcome in group { if let failure = outcome { failures.append(failure) } }
        }
        return StoryReport(
            chains: count, failures: failures, seconds: seconds(since: start), steps: journal.latencies())
    }

    /// - Returns: what went wrong; nil when the chain ran to its end and every figure was right.
    private func chain(_ index: Int, _ cast: Cast, _ ground: Ground, _ journal: Journal) async -> String? {
        do {
            if shop || index % 2 == 1 {
                try await ShopStory(cast: cast, ground: ground, journal: journal).play()
            } else {
                try await SalesStory(cast: cast, ground: ground, journal: journal).play()
            }
            return nil
        } catch {
            return "chain \(index): \(error)"
        }
    }
}

func seconds(since start: ContinuousClock.Instant) -> Double {
    let duration = ContinuousClock.now - start
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
}

/// How a run of stories went.
struct StoryReport: Encodable {
    struct Latency: Encodable, Sendable {
        let step: String
        let count: Int
        let p50Milliseconds: Double
        let p99Milliseconds: Double
    }
    let chains: Int
    let completed: Int
    let failed: Int
    let seconds: Double
    let chainsPerSecond: Double
    let steps: [Latency]
    let failures: [String]

    private enum CodingKeys: String, CodingKey {
        case chains, completed, failed, seconds, chainsPerSecond = "chains_per_second", steps, failures
    }

    init(chains: Int, failures: [String], seconds: Double, steps: [Latency]) {
        self.chains = chains
        self.failures = failures
        self.seconds = seconds
        self.steps = steps
        failed = failures.count
        completed = chains - failures.count
        chainsPerSecond = Double(chains - failures.count) / max(seconds, 0.001)
    }

    func print(asJSON: Bool) throws {
        if asJSON {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            Swift.print(String(decoding: try encoder.encode(self), as: UTF8.self))
            return
        }
        for step in steps {
            Swift.print(
                "  \(step.step.padding(toLength: 34, withPad: " ", startingAt: 0)) p50 \(Int(step.p50Milliseconds)) ms  "
                    + "p99 \(Int(step.p99Milliseconds)) ms")
        }
        for failure in failures { Swift.print("FAILED \(failure)") }
        Swift.print("\(completed) of \(chains) chains completed in \(String(format: "%.1f", seconds)) s")
    }
}
