import Kernel
import PortalDomain
import Testing

@Suite struct PointsTests {
    @Test(arguments: [(0, 0), (99, 0), (100, 1), (199_99, 199), (-5_00, 0)])
    func onePointForEachWholeYuan(minor: Int64, points: Int) {
        #expect(PointsLot.points(for: Money(minor: minor)) == points)
    }

    @Test func theBalanceIsTheSumOfWhatIsLeft() {
        let lots = [
            PointsLot(orderID: OrderID(), total: Money(minor: 113_00)),
            PointsLot(orderID: OrderID(), earned: 50, remaining: 20),
        ]
        #expect(lots.balance == 133)
    }
}
