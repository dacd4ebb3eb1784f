import Kernel
import PortalDomain
import Testing

@Suite struct OrderPricingTests {
    @Test func eachLineRoundsHalfUpOnItsOwn() throws {
        let rate = try #require(ExactDecimal("0.13"))
        let line = PricedLine(
            productID: ProductID(), quantity: ExactDecimal(3), unitPrice: Money(minor: 33_33), taxRate: rate)
        #expect(line.net == Money(minor: 99_99))
        #expect(line.tax == Money(minor: 13_00))
        #expect(line.total == Money(minor: 112_99))
    }

    @Test(arguments: 0..<100) func netAndTaxOfTheLinesAreTheTotal(seed: UInt64) {
        var random = SeededNumbers(seed)
        let lines = (0..<Int.random(in: 1...9, using: &random)).map { _ in
            PricedLine(
                productID: ProductID(), quantity: ExactDecimal(Int.random(in: 1...500, using: &random)),
                unitPrice: Money(minor: .random(in: 0...9_999_99, using: &random)),
                taxRate: ExactDecimal(millionths: .random(in: 0...200_000, using: &random)))
        }
        let totals = OrderTotals(lines)
        #expect(totals.total == lines.reduce(.zero) { $0 + $1.total })
        #expect(totals.total == totals.net + totals.tax)
        for line in lines {
            let exact = Int128(line.net.minor) * Int128(line.taxRate.millionths)
            let rounded = Int128(line.tax.minor) * Int128(ExactDecimal.scale)
            #expect((exact - rounded).magnitude * 2 <= Int128(ExactDecimal.scale).magnitude)
        }
    }
}
