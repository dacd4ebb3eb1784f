/// A bucket of calls that fills again at a steady rate: as many as in a minute at once, then one at a time.
struct RateLimit: Sendable {
    private let most: Double
    /// How many calls may be made at once now.
    private(set) var left: Double
    private var filledAt: ContinuousClock.Instant

    init(perMinute: Int, now: ContinuousClock.Instant = .now) {
        (most, left, filledAt) = (Double(perMinute), Double(perMinute), now)
    }

    private var perSecond: Double { most / 60 }

    /// In how many seconds all calls are there again.
    var secondsUntilFull: Double { (most - left) / perSecond }

    /// Whether nothing of it is used any more.
    func isFull(now: ContinuousClock.Instant) -> Bool { filledAt.duration(to: now).inSeconds >= secondsUntilFull }

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
