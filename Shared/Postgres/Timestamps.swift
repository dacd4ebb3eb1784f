import Foundation

extension Date: PostgresCodable {
    /// `timestamptz` in UTC, to the microsecond.
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
        let microseconds = Int((timeIntervalSinceReferenceDate * 1_000_000).rounded()) + Self.referenceMicroseconds
        let (day, ofDay) = microseconds.flooredDivision(by: 86_400_000_000)
        let date = CivilDay(daysSinceEpoch: day)
        let seconds = ofDay / 1_000_000
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
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

/// A day of the proleptic Gregorian calendar; the arithmetic is Howard Hinnant's `days_from_civil`.
struct CivilDay: Equatable {
    var year: Int
    var month: Int
    var day: Int

    init(year: Int, month: Int, day: Int) {
        (self.year, self.month, self.day) = (year, month, day)
    }

    init(daysSinceEpoch days: Int) {
        let (era, dayOfEra) = (days + 719_468).flooredDivision(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shifted + 2) / 5 + 1
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var daysSinceEpoch: Int {
        let (era, yearOfEra) = (month <= 2 ? year - 1 : year).flooredDivision(by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

private struct TimestampReader {
    let bytes: [UInt8]
    var position = 0

    /// Microseconds since 1970, UTC.
    mutating func read() -> Int? {
        guard let year = number(), take("-"), let month = number(), take("-"), let day = number() else { return nil }
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        var microseconds = 0
        if take(" BC") { return total(1 - year, month, day, 0) }
        if take(" ") || take("T") {
            guard let time = time(), let offset = offset() else { return nil }
            microseconds = time - offset
        }
        let isBeforeChrist = take(" BC")
        guard position == bytes.count else { return nil }
        return total(isBeforeChrist ? 1 - year : year, month, day, microseconds)
    }

    private func total(_ year: Int, _ month: Int, _ day: Int, _ microseconds: Int) -> Int {
        CivilDay(year: year, month: month, day: day).daysSinceEpoch * 86_400_000_000 + microseconds
    }

    private mutating func time() -> Int? {
        guard let hour = number(), take(":"), let minute = number(), take(":"), let second = number() else {
            return nil
        }
        var fraction = 0
        if take(".") {
            var unit = 100_000
            while let digit = digit() {
                fraction += digit * unit
                unit /= 10
            }
        }
        return ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction
    }

    private mutating func offset() -> Int? {
        if take("Z") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0 else { return 0 }
        guard let hours = number() else { return nil }
        let minutes = take(":") ? number() ?? 0 : 0
        let seconds = take(":") ? number() ?? 0 : 0
        return sign * ((hours * 60 + minutes) * 60 + seconds) * 1_000_000
    }

    private mutating func number() -> Int? {
        guard var value = digit() else { return nil }
        while value < 1_000_000, let next = digit() { value = value * 10 + next }
        return value
    }

    private mutating func digit() -> Int? {
        guard position < bytes.count, case let digit = bytes[position] &- UInt8(ascii: "0"), digit < 10 else {
            return nil
        }
        position += 1
        return Int(digit)
    }

    private mutating func take(_ text: StaticString) -> Bool {
        let expected = text.withUTF8Buffer { Array($0) }
        guard bytes[position...].starts(with: expected) else { return false }
        position += expected.count
        return true
    }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
}

extension Int {
    /// Quotient and remainder with the remainder never negative.
    fileprivate func flooredDivision(by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
