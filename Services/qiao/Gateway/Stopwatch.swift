import Synchronization

/// How long the answers of each route took.
final class Stopwatch: Sendable {
    /// The answers of one route, in milliseconds.
    struct Lap: Encodable, Sendable {
        let route: String
        let count: Int
        let p50Milliseconds: Double
        let p99Milliseconds: Double
    }

    private let times = Mutex<[String: [Double]]>([:])

    func note(_ method: String, _ path: String, milliseconds: Double) {
        let parts = path.prefix { $0 != "?" }.split(separator: "/").map { isIdentifier($0) ? ":id" : String($0) }
        let route = "\(method) /\(parts.joined(separator: "/"))"
        times.withLock { $0[route, default: []].append(milliseconds) }
    }

    /// Forgets what was noted.
    func reset() { times.withLock { $0 = [:] } }

    /// The routes, the slowest first.
    func laps() -> [Lap] {
        times.withLock { $0 }.map { route, list in lap(route, list) }
            .sorted { $0.p99Milliseconds > $1.p99Milliseconds }
    }

    /// All answers together.
    func total() -> Lap { lap("all", times.withLock { $0.values.flatMap { $0 } }) }

    private func lap(_ route: String, _ list: [Double]) -> Lap {
        let sorted = list.sorted()
        return Lap(
            route: route, count: sorted.count, p50Milliseconds: percentile(0.5, of: sorted),
            p99Milliseconds: percentile(0.99, of: sorted))
    }

    private func isIdentifier(_ part: Substring) -> Bool {
        part.count == 36 && part.allSatisfy { $0.isHexDigit || $0 == "-" }
    }
}

/// The value below which `share` of the sorted ones lie; 0 of none.
func percentile(_ share: Double, of sorted: [Double]) -> Double {
    sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.down)))]
}
