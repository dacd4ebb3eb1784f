import Foundation
import Synchronization

/// How often one caller may ask: a bucket of tokens per person, or per address where nobody is signed in. In memory, so
/// with several replicas a caller has as many buckets.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var filled: ContinuousClock.Instant
    }

    /// Requests per minute, and the most at once.
    let quota: Int
    private let buckets = Mutex<[String: Bucket]>([:])
    /// Beyond so many callers, those with full buckets are forgotten.
    private static let most = 20_000
    private static let window = 60

    init(quota: Int) { self.quota = quota }

    /// Takes one token of the caller's.
    /// - Returns: the header fields for the answer (draft-ietf-httpapi-ratelimit-headers).
    /// - Throws: ``Problem`` 429 when none is left.
    func take(_ caller: String, at now: ContinuousClock.Instant = .now) throws -> [(String, String)] {
        let (isTaken, left) = buckets.withLock { buckets in
            if buckets.count > Self.most { buckets = buckets.filter { tokens($0.value, now) < Double(quota) } }
            let present = buckets[caller].map { tokens($0, now) } ?? Double(quota)
            let isTaken = present >= 1
            buckets[caller] = Bucket(tokens: isTaken ? present - 1 : present, filled: now)
            return (isTaken, isTaken ? present - 1 : present)
        }
        guard isTaken else { throw refusal(after: (1 - left) / rate) }
        return fields(left)
    }

    private var rate: Double { Double(quota) / Double(Self.window) }

    private func tokens(_ bucket: Bucket, _ now: ContinuousClock.Instant) -> Double {
        min(Double(quota), bucket.tokens + rate * bucket.filled.duration(to: now).inSeconds)
    }

    private func fields(_ left: Double) -> [(String, String)] {
        let full = Int(((Double(quota) - left) / rate).rounded(.up))
        return [
            ("RateLimit-Policy", "\"caller\";q=\(quota);w=\(Self.window)"),
            ("RateLimit", "\"caller\";r=\(Int(left));t=\(full)"),
        ]
    }

    private func refusal(after seconds: Double) -> Problem {
        Problem(
            type: "too-many-requests", status: 429, title: "Too many requests",
            detail: "at most \(quota) requests a minute are answered; go on in a moment",
            retryAfter: max(1, Int(seconds.rounded(.up))))
    }
}
