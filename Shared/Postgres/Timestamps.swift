import Foundation

extension Date: PostgresCodable {
    /// `timestamptz` in UTC, to the microsecond (a `Date` holds as much for 270 years around 2001).
    public var postgresText: String? { timestamp(separator: " ", zone: "+00") }

    /// Reads `timestamptz`, `timestamp` (taken as UTC) and `date` (its midnight, UTC).
    public init(postgresText: String) throws {
        switch postgresText {
        case "infinity": self = .distantFuture
        case "-infinity": self = .distantPast
        default:
            guard let date = Date(timestamp: postgresText) else {
                throw PostgresMismatch(found: "text that is no point in time")
            }
            self = date
        }
    }

    /// RFC 3339 in UTC with six decimals, as JSON columns hold it.
    var rfc3339: String { timestamp(separator: "T", zone: "Z") }

    private func timestamp(separator: String, zone: String) -> String {
        // Whole seconds apart from the fraction: multiplying the sum would round a second time.
        let seconds = timeIntervalSinceReferenceDate.rounded(.down)
        let fraction = ((timeIntervalSinceReferenceDate - seconds) * 1_000_000).rounded()
        let microseconds = Int(seconds) * 1_000_000 + Int(fraction) + Self.referenceMicroseconds
        let (day, ofDay) = microseconds.flooredDivision(by: 86_400_000_000)
        let date = CivilDay(daysSinceEpoch: day)
        let second = ofDay / 1_000_000
        let clock = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
        // PostgreSQL counts years without a zero: the year before 1 is 1 BC.
        let year = date.year > 0 ? date.year : 1 - date.year
        let calendar = "\(padded(year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
        let era = date.year > 0 ? "" : " BC"
        return "\(calendar)\(separator)\(clock).\(padded(ofDay % 1_000_000, 6))\(zone)\(era)"
    }

    /// Reads `2026-11-24 12:34:56.123456+00`, also with `T`, `Z`, an offset, no fraction, or the day alone.
    init?(timestamp text: String) {
        var reader = TimestampReader(bytes: Array(text.utf8))
        guard let microseconds = reader.read() else { return nil }
        let sinceReference = microseconds - Self.referenceMicroseconds
        let (seconds, fraction) = sinceReference.flooredDivision(by: 1_000_000)
        self.init(timeIntervalSinceReferenceDate: Double(seconds) + Double(fraction) / 1_000_000)
    }

    private static let referenceMicroseconds = 978_307_200_000_000
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
}
