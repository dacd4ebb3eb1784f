import Foundation
import Kernel
import Testing

@Suite struct ExactNumberTests {
    @Test func decimalsReadAndWriteExactly() {
        for text in ["0", "1", "-1", "12.5", "0.000001", "-0.5", "123456789012.123456"] {
            #expect(ExactDecimal(text)?.description == text)
        }
        for text in ["", "-", ".5", "5.", "1e3", "1.0000001", "１", " 1", "1,000", "99999999999999999999"] {
            #expect(ExactDecimal(text) == nil, "\(text) is not an exact decimal")
        }
    }

    @Test func halvesGoAwayFromZero() {
        #expect(Money(minor: 1) * ExactDecimal(millionths: 500_000) == Money(minor: 1))
        #expect(Money(minor: -1) * ExactDecimal(millionths: 500_000) == Money(minor: -1))
        #expect(Money(minor: 1) * ExactDecimal(millionths: 499_999) == Money.zero)
        #expect(ExactDecimal(1) / ExactDecimal(3) == ExactDecimal(millionths: 333_333))
        #expect(ExactDecimal(2) / ExactDecimal(3) == ExactDecimal(millionths: 666_667))
    }

    /// What people send may be as large as they like: it must not end the process.
    @Test func whatLeavesTheRangeStaysAtItsEnd() {
        let (most, large) = (Money(minor: .max), ExactDecimal(millionths: .max))
        #expect(most + most == most && most - -most == most && -Money(minor: .min) == most)
        #expect(-most - most == Money(minor: .min))
        #expect(most * large == most && most * -large == -most)
        #expect(large + large == large && large * large == large && large / ExactDecimal(millionths: 1) == large)
        #expect(large.roundedUp == large && ExactDecimal(.max) == large)
    }

    @Test func partsAlwaysAddUp() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let amount = Money(minor: Int64.random(in: -1_000_000...1_000_000, using: &random))
            let weights = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                Int64.random(in: 0...1_000, using: &random)
            }
            let parts = amount.apportioned(by: weights)
            #expect(parts.reduce(Money.zero, +) == amount)
            #expect(parts.count == weights.count)
            for (part, weight) in zip(parts, weights) where weight == 0 && weights.contains(where: { $0 > 0 }) {
                #expect(part.isZero || part.minor.magnitude <= 1)
            }
        }
    }

    @Test func aThirdOfTenIsSharedByTheLargestRemainder() {
        #expect(Money(minor: 1000).apportioned(by: [1, 1, 1]).map(\.minor) == [334, 333, 333])
        #expect(Money(minor: 100).apportioned(by: [0, 0]).map(\.minor) == [100, 0])
    }

    @Test func stockValueLeavesNothingBehind() {
        let value = Money(minor: 1000)
        let (whole, third) = (ExactDecimal(3), ExactDecimal(1))
        let first = value.part(third, of: whole)
        let second = (value - first).part(third, of: ExactDecimal(2))
        let last = (value - first - second).part(third, of: third)
        #expect(first + second + last == value)
    }
}

@Suite struct BusinessDateTests {
    @Test func daysCountBothWays() {
        for number in stride(from: -800_000, through: 800_000, by: 97) {
            let date = BusinessDate(dayNumber: number)
            #expect(date.dayNumber == number)
            #expect(BusinessDate(date.description) == date || date.year < 1000)
        }
    }

    @Test func impossibleDaysAreRefused() {
        for text in [
            "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-04-31", "2026/01/01", "0000-01-01",
            "+026-01-01", "2026-01- 1", "２026-01-01", "2026-01-011", "",
        ] {
            #expect(BusinessDate(text) == nil, "\(text)")
        }
        #expect(BusinessDate("2028-02-29") != nil)
    }

    @Test func weekdaysAndSpans() throws {
        let tuesday = try #require(BusinessDate("2026-11-24"))
        #expect(tuesday.weekday == 2)
        #expect(tuesday.adding(days: 4).isWeekend)
        #expect(tuesday.days(through: tuesday.adding(days: 2)).map(\.day) == [24, 25, 26])
        #expect(tuesday.days(through: tuesday.adding(days: -1)).isEmpty)
        #expect(tuesday.period == "2026-11")
    }

    @Test func documentNumbersArePadded() {
        #expect(DocumentNumber("SO", year: 2026, 12).description == "SO-2026-000012")
    }
}
