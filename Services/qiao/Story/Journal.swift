import Foundation
import Synchronization

/// Tells the story to whoever watches and notes how long each step took.
final class Journal: Sendable {
    private let speaks: Bool
    private let pause: Duration
    private let durations = Mutex<[String: [Double]]>([:])

    init(speaks: Bool, pause: Duration) {
        self.speaks = speaks
        self.pause = pause
    }

    /// One step: its number and name, what happens in it, and what a watcher is told when it is done.
    func step<T: Sendable>(_ name: String, _ telling: String, _ body: () async throws -> T) async throws -> T {
        let start = ContinuousClock.now
        let result: T
        do {
            result = try await body()
        } catch {
            throw StepFailed(step: name, underlying: error)
        }
        let milliseconds = seconds(since: start) * 1000
        durations.withLock { $0[name, default: []].append(milliseconds) }
        if speaks {
            print("\(name.padding(toLength: 5, withPad: " ", startingAt: 0)) \(telling) (\(Int(milliseconds)) ms)")
        }
        if pause > .zero { try await Task.sleep(for: pause) }
        return result
    }

    func tell(_ text: String) {
        if speaks { print("      \(text)") }
    }

    func latencies() -> [StoryReport.Latency] {
        durations.withLock { $0 }.sorted { $0.key.localizedStandardCompare($1.key) == .orderedAscending }.map {
            name, list in
            let sorted = list.sorted()
            return StoryReport.Latency(
                step: name, count: sorted.count, p50Milliseconds: percentile(0.5, of: sorted),
                p99Milliseconds: percentile(0.99, of: sorted))
        }
    }
}

struct StepFailed: Error, CustomStringConvertible {
    let step: String
    let underlying: any Error
    var description: String { "\(step): \(underlying)" }
}

/// Waits for something that happens by itself: asks until `condition` gives a value.
/// - Throws: `Unexpected` when it has not happened after a minute.
func eventually<T: Sendable>(_ what: String, _ condition: () async throws -> T?) async throws -> T {
    let deadline = ContinuousClock.now + .seconds(60)
    var pause = Duration.milliseconds(10)
    while true {
        if let value = try await condition() { return value }
        guard ContinuousClock.now < deadline else { throw Unexpected("never happened: \(what)") }
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .milliseconds(250))
    }
}

/// Says which figure was wrong.
func expect<T: Equatable>(_ what: String, _ found: T, is expected: T) throws {
    guard found == expected else { throw Unexpected("\(what) is \(found), not \(expected)") }
}
