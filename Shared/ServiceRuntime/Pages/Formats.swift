import Foundation
import Kernel

extension Language {
    /// An amount with its sign and thousands: `¥12,345.60`; other currencies by their code.
    public func format(_ money: Money) -> String {
        let text = money.amountText
        let negative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
        let grouped = Self.grouped(String(parts[0])) + (parts.count == 2 ? "." + parts[1] : "")
        let sign = negative ? "-" : ""
        return money.currency == .company ? "\(sign)¥\(grouped)" : "\(sign)\(money.currency.rawValue) \(grouped)"
    }

    /// A day: `2026年11月24日` or `24 Nov 2026`.
    public func format(_ date: BusinessDate) -> String {
        switch self {
        case .zh: "\(date.year)年\(date.month)月\(date.day)日"
        case .en: "\(date.day) \(Self.months[date.month - 1]) \(date.year)"
        }
    }

    /// An instant in the company's zone, to the minute: the day, then `14:05`.
    public func format(_ instant: Date) -> String {
        let (day, second) = BusinessDate.local(instant)
        return "\(format(day)) \(Self.twoDigits(second / 3600)):\(Self.twoDigits(second / 60 % 60))"
    }

    /// A number without trailing zeros.
    public func format(_ number: ExactDecimal) -> String { number.description }

    /// A number with its unit.
    public func format(_ quantity: Quantity) -> String { "\(quantity.value) \(quantity.unit.rawValue)" }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func grouped(_ digits: String) -> String {
        var groups: [Substring] = []
        var rest = digits[...]
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        return ([rest] + groups).joined(separator: ",")
    }
}
