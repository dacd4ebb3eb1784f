import Foundation

extension Date: PostgresCodable {
    /// `timestamptz` in UTC, to the microsecond (a `Date` holds as much for 270 years around 2001).
    ///
    /// The distant future and past are infinity, as which they are read too. What no calendar holds is text that the
    /// server refuses.
    public var postgresText: String? {
        if self == .distantFuture || timeIntervalSinceReferenceDate == .infinity { return "infinity" }
        if self == .distantPast || timeIntervalSinceReferenceDate == -.infinity { return "-infinity" }
        return timestamp(separator: " ", zone: "+00") ?? "a point in time of no calendar"
    }

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

    // Without a String of it: most rows say when they were made.
    public init(postgresCell cell: PostgresCell) throws {
        guard !cell.isNull else { throw PostgresMismatch(found: "NULL") }
        guard let date = cell.withBytes(Date.init(timestamp:)) else {
            self = try Date(postgresText: cell.text)
            return
        }
        self = date
    }

    /// RFC 3339 in UTC with six decimals, as JSON columns hold it; nil for what no calendar holds.
    var rfc3339: String? { timestamp(separator: "T", zone: "Z") }

    private func timestamp(separator: String, zone: String) -> String? {
        // As many years as are read, before and after: more than PostgreSQL holds.
        guard abs(timeIntervalSinceReferenceDate) < 3.15e14 else { return nil }
        // Whole seconds apart from the fraction: multiplying the sum would round a second time.
        let whole = timeIntervalSinceReferenceDate.rounded(.down)
        let fraction = Int(((timeIntervalSinceReferenceDate - whole) * 1_000_000).rounded())
        // The fraction may have been rounded up to a second.
        let seconds = Int(whole) + fraction / 1_000_000 + Self.referenceSeconds
        let (day, second) = seconds.flooredDivision(by: 86_400)
        let date = CivilDay(daysSinceEpoch: day)
        let clock = [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
        // PostgreSQL counts years without a zero: the year before 1 is 1 BC.
        let year = date.year > 0 ? date.year : 1 - date.year
        let calendar = "\(padded(year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
        let era = date.year > 0 ? "" : " BC"
        return "\(calendar)\(separator)\(clock).\(padded(fraction % 1_000_000, 6))\(zone)\(era)"
    }

    /// Reads `2026-11-24 12:34:56.123456+00`, also with `T`, `Z`, an offset, no fraction, or the day alone.
    init?(timestamp text: String) {
        var text = text
        guard let date = text.withUTF8({ Date(timestamp: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = date
    }

    private init?(timestamp bytes: UnsafeRawBufferPointer) {
        var reader = TimestampReader(bytes: bytes)
        guard let (seconds, microseconds) = reader.read() else { return nil }
        self.init(
            timeIntervalSinceReferenceDate: Double(seconds - Self.referenceSeconds) + Double(microseconds) / 1_000_000)
    }

    private static let referenceSeconds = 978_307_200
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
}
