import Foundation

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
