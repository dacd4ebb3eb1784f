/// A bucket of calls that fills again at a steady rate: as many as in a minute at once, then one at a time.
struct RateLimit: Sendable {
    private let perSecond: Double
    private let most: Double
    private var left: Double
    private var filledAt: ContinuousClock.Instant

    init(perMinute: Int, now: ContinuousClock.Instant = .now) {
        (most, perSecond, filledAt) = (Double(perMinute), Double(perMinute) / 60, now)
        left = most
    }

    /// Takes one call.
    /// - Returns: nil, or how many seconds to wait when there is none left.
    mutating func take(now: ContinuousClock.Instant = .now) -> Double? {
        left = min(most, left + filledAt.duration(to: now).inSeconds * perSecond)
        filledAt = now
        guard left >= 1 else { return (1 - left) / perSecond }
        left -= 1
        return nil
    }
}
