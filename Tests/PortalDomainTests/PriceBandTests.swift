import Kernel
import PortalDomain
import Testing

@Suite struct PriceBandTests {
    @Test(arguments: ["0.00", "49.99", "50.00", "199.99", "200.00", "999.99", "1000.00", "250000.00"])
    func everyPriceIsInOneBand(price: String) throws {
        let price = try #require(ExactDecimal(price))
        let fitting = PriceBand.offered.filter { band in
            band.from.map { $0 <= price } ?? true && band.to.map { price <= $0 } ?? true
        }
        #expect(fitting.count == 1)
    }
}
