import Foundation
import Synchronization

/// When each event of a run was committed on either side.
final class Journal: Sendable {
    private struct State {
        var published: [ContinuousClock.Instant?]
        var applied: [ContinuousClock.Instant?]
        var missing: Int
        var lastApplied: ContinuousClock.Instant?
    }
    private let state: Mutex<State>
    private let count: Int
    private let began = ContinuousClock.now

    init(expected: Int) {
        count = expected
        state = Mutex(
            State(
                published: Array(repeating: nil, count: expected), applied: Array(repeating: nil, count: expected),
                missing: expected))
    }

    /// The publisher's commit of these events has returned.
    func published(_ events: Range<Int>) {
        let now = ContinuousClock.now
        state.withLock { state in for event in events { state.published[event] = now } }
    }

    /// The consumer's commit of these events has returned.
    func applied(_ events: some Sequence<Int>) {
        let now = ContinuousClock.now
        state.withLock { state in
            for event in events where state.applied[event] == nil {
                state.applied[event] = now
                state.missing -= 1
            }
            state.lastApplied = now
        }
    }

    /// Returns when every event is applied.
    /// - Throws: what `check` throws, or `Unfinished` when they are not in time.
    func completed(within limit: Duration, _ check: () throws -> Void) async throws {
        let deadline = ContinuousClock.now + limit
        while true {
            let missing = state.withLock { $0.missing }
            if missing == 0 { return }
            try check()
            guard ContinuousClock.now < deadline else { throw Unfinished(missing: missing, of: count) }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Events per second, from the begin of the run to the last commit of the consumer.
    var rate: Double {
        let end = state.withLock { $0.lastApplied } ?? .now
        return Double(count) / (end - began).inSeconds
    }

    /// Milliseconds from commit to commit, smallest first.
    var latencies: [Double] {
        state.withLock { state in
            zip(state.published, state.applied).compactMap { published, applied in
                guard let published, let applied else { return nil }
                return max(0, (applied - published).inSeconds * 1000)
            }.sorted()
        }
    }
}

/// A run that did not come to its end.
struct Unfinished: Error, CustomStringConvertible {
    let missing: Int
    let of: Int
    var description: String { "\(missing) of \(of) events were not applied in time" }

    init(missing: Int, of: Int) {
        self.missing = missing
        self.of = of
    }
}
