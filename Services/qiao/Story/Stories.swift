import Foundation

/// Many stories on one ground, with one cast.
struct Stories: Sendable {
    private let cast: Cast
    private let ground: Ground
    private let shopOnly: Bool

    /// Signs everyone in and brings what every story needs.
    init(_ gateway: Gateway, shopOnly: Bool = false) async throws {
        cast = try await Cast.gather(gateway)
        ground = try await Ground.prepare(cast)
        self.shopOnly = shopOnly
    }

    /// Plays chains, the next one beginning when one ends.
    func play(_ count: Int, atOnce concurrency: Int, _ journal: Journal) async -> StoryReport {
        await report(count, journal) { group in
            var failures: [String] = []
            for index in 0..<count {
                if index >= concurrency, let outcome = await group.next(), let failure = outcome {
                    failures.append(failure)
                }
                group.addTask { await chain(index, journal) }
            }
            return failures
        }
    }

    /// Plays chains, one beginning every so often however long the others take.
    func play(_ count: Int, every interval: Duration, _ journal: Journal) async -> StoryReport {
        await report(count, journal) { group in
            let start = ContinuousClock.now
            for index in 0..<count {
                try? await Task.sleep(until: start + interval * index)
                group.addTask { await chain(index, journal) }
            }
            return []
        }
    }

    private func report(
        _ count: Int, _ journal: Journal, _ begin: (inout TaskGroup<String?>) async -> [String]
    ) async -> StoryReport {
        let start = ContinuousClock.now
        let failures = await withTaskGroup(of: String?.self) { group in
            var failures = await begin(&group)
            for await outcome in group { if let failure = outcome { failures.append(failure) } }
            return failures
        }
        return StoryReport(
            chains: count, failures: failures, seconds: seconds(since: start), steps: journal.latencies())
    }

    /// - Returns: what went wrong; nil when the chain ran to its end and every figure was right.
    private func chain(_ index: Int, _ journal: Journal) async -> String? {
        do {
            if shopOnly || index % 2 == 1 {
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
