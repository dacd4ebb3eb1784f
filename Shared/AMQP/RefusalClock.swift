/// How long the broker has been refusing messages: from the first refusal, as long as others follow soon. A value without
/// I/O.
struct RefusalClock {
    let limit: Duration
    private var first: ContinuousClock.Instant?
    private var latest: ContinuousClock.Instant?

    init(limit: Duration) { self.limit = limit }

    /// A message was refused.
    /// - Returns: whether that has been going on for longer than the limit.
    mutating func goOnTooLong(_ now: ContinuousClock.Instant) -> Bool {
        let begun = if let first, let latest, now - latest < limit { first } else { now }
        first = begun
        latest = now
        return now - begun > limit
    }

    mutating func reset() { (first, latest) = (nil, nil) }
}
