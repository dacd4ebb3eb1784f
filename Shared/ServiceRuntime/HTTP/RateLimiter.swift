import Synchronization

/// How often one caller may ask: a bucket per person, or per address where nobody is signed in. In memory, so with
/// several replicas a caller has as many buckets.
final class RateLimiter: Sendable {
    /// Requests per minute, and the most at once.
    let quota: Int
    private let buckets = Mutex<[String: RateLimit]>([:])
    /// Beyond so many callers, those with full buckets are forgotten.
    private static let most = 20_000

    init(quota: Int) { self.quota = quota }

    /// Takes one call of the caller's.
    /// - Returns: the header fields for the answer (draft-ietf-httpapi-ratelimit-headers).
    /// - Throws: ``Problem`` 429 when none is left.
    func take(_ caller: String, at now: ContinuousClock.Instant = .now) throws -> [(String, String)] {
        let (wait, bucket) = buckets.withLock { buckets in
            if buckets.count > Self.most { buckets = buckets.filter { !$0.value.isFull(now: now) } }
            var bucket = buckets[caller] ?? RateLimit(perMinute: quota, now: now)
            let wait = bucket.take(now: now)
            buckets[caller] = bucket
            return (wait, bucket)
        }
        if let wait { throw refusal(after: wait) }
        return [
            ("RateLimit-Policy", "\"caller\";q=\(quota);w=60"),
            ("RateLimit", "\"caller\";r=\(Int(bucket.left));t=\(Int(bucket.secondsUntilFull.rounded(.up)))"),
        ]
    }

    private func refusal(after seconds: Double) -> Problem {
        Problem(
            type: "too-many-requests", status: 429, title: "Too many requests",
            detail: "at most \(quota) requests a minute are answered; go on in a moment",
            retryAfter: max(1, Int(seconds.rounded(.up))))
    }
}
