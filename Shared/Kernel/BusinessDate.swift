import Foundation

/// A day of the company's calendar, without a time: the company's zone decides when it begins.
public struct BusinessDate: Sendable, Hashable, Comparable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day) else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The company's zone.
    public static let zone = TimeZone(identifier: "Asia/Shanghai") ?? TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt

    /// The day on which `instant` falls in the company's zone.
    public init(_ instant: Date) { self = Self.local(instant).day }

    /// The day and the second of it, from 0, at which `instant` falls in the company's zone.
    public static func local(_ instant: Date) -> (day: BusinessDate, second: Int) {
        let seconds = Int(instant.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: instant)
        let second = (seconds % 86_400 + 86_400) % 86_400
        return (BusinessDate(dayNumber: (seconds - second) / 86_400), second)
    }

    public static var today: BusinessDate { BusinessDate(Date()) }

    public static func < (a: Self, b: Self) -> Bool { (a.year, a.month, a.day) < (b.year, b.month, b.day) }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant's civil-days algorithm).
    public var dayNumber: Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    public init(dayNumber: Int) {
        let z = dayNumber + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let doe = z - era * 146_097
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100)
        let mp = (5 * doy + 2) / 153
        day = doy - (153 * mp + 2) / 5 + 1
        month = mp < 10 ? mp + 3 : mp - 9
        year = yoe + era * 400 + (month <= 2 ? 1 : 0)
    }

    public func adding(days: Int) -> BusinessDate { BusinessDate(dayNumber: dayNumber + days) }
    /// 1 is Monday, 7 is Sunday.
    public var weekday: Int { ((dayNumber + 3) % 7 + 7) % 7 + 1 }
    public var isWeekend: Bool { weekday >= 6 }
    /// The accounting period of the day, `2026-11`.
    public var period: String { String(description.prefix(7)) }

    /// Every day from this one to `end`, both included; empty when `end` is earlier.
    public func days(through end: BusinessDate) -> [BusinessDate] {
        guard self <= end else { return [] }
        return (dayNumber...end.dayNumber).map { BusinessDate(dayNumber: $0) }
    }

    private static func days(in month: Int, of year: Int) -> Int {
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
        return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
}

extension BusinessDate: LosslessStringConvertible {
    /// ISO 8601, `2026-11-24`; there is no year 0.
    public init?(_ text: String) {
        // By bytes: a list reads one for every row.
        var text = text
        let numbers = text.withUTF8 { bytes -> (year: Int, month: Int, day: Int)? in
            guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
                let year = number(bytes[0..<4]), year > 0, let month = number(bytes[5..<7]),
                let day = number(bytes[8..<10])
            else { return nil }
            return (year, month, day)
        }
        guard let numbers else { return nil }
        self.init(year: numbers.year, month: numbers.month, day: numbers.day)
    }
    public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
}

/// The number that digits alone write.
private func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    var number = 0
    for digit in digits {
        guard (48...57).contains(digit) else { return nil }
        number = number * 10 + Int(digit) - 48
    }
    return number
}

private func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}

/// A number that people write on a document: `SO-2026-000012`.
public struct DocumentNumber: Sendable, Hashable, CustomStringConvertible {
    public let description: String
    public init(_ prefix: String, year: Int, _ counter: Int64) {
        description = "\(prefix)-\(year)-\(padded(Int(counter), 6))"
    }
}
