import Kernel
import PortalDomain
import Testing

@Suite struct ShopPricesTests {
    private static func price(_ yuan: Int64) -> Money { Money(minor: yuan * 100) }
    private static let today = BusinessDate.today
    private static let days = ShopPrices.Days(from: today, to: today.adding(days: 2))

    @Test func theMostSpecialPriceApplies() {
        let prices = ShopPrices(
            list: Self.price(100), member: Self.price(90), vip: Self.price(80), special: Self.price(85), days: Self.days
        )
        let paid = { (level: ShopperLevel, day: BusinessDate) in prices.applying(to: level, on: day).price }
        let after = Self.today.adding(days: 3)
        #expect(ShopperLevel.allCases.map { paid($0, after) } == [Self.price(100), Self.price(90), Self.price(80)])
        for level in ShopperLevel.allCases {
            #expect(paid(level, Self.today) == Self.price(85) && paid(level, Self.days.to) == Self.price(85))
            #expect(paid(level, Self.today.adding(days: -1)) != Self.price(85))
        }
        let plain = ShopPrices(list: Self.price(100), member: Self.price(90), vip: nil, special: nil, days: nil)
        #expect(plain.applying(to: .vip, on: Self.today).kind == .member)
    }

    @Test func whatNobodyWouldBeGivenIsRefused() {
        func check(member: Money? = nil, special: Money? = nil, days: ShopPrices.Days? = nil) throws {
            try ShopPrices(list: Self.price(100), member: member, vip: nil, special: special, days: days).check()
        }
        #expect(throws: ShopPricesError.notBelowList(.member)) { try check(member: Self.price(100)) }
        #expect(throws: ShopPricesError.notBelowList(.special)) { try check(special: .zero, days: Self.days) }
        #expect(throws: ShopPricesError.specialNeedsDays) { try check(special: Self.price(50)) }
        #expect(throws: ShopPricesError.specialNeedsDays) { try check(days: Self.days) }
        #expect(throws: ShopPricesError.daysEndBeforeTheyBegin) {
            try check(special: Self.price(50), days: .init(from: Self.today, to: Self.today.adding(days: -1)))
        }
    }

    @Test func whoBuysMuchIsAVIP() {
        #expect(ShopperLevel(pointsOfTheYear: ShopperLevel.pointsOfVIPs) == .vip)
        #expect(ShopperLevel(pointsOfTheYear: ShopperLevel.pointsOfVIPs - 1) == .member)
    }
}
