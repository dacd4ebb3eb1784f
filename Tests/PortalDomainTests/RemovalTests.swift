import PortalDomain
import Testing

@Suite struct RemovalTests {
    @Test(arguments: [WebOrderState.placed, .awaitingPayment, .paid])
    func nobodyGoesWhileAnOrderIsUnderWay(state: WebOrderState) {
        #expect(throws: RemovalError.orderUnderWay("WEB-2")) {
            try Removal.check(orders: [("WEB-1", .shipped), ("WEB-2", state)], refundsDue: 0)
        }
    }

    @Test func nobodyGoesWhoIsOwedMoney() {
        #expect(throws: RemovalError.refundDue) { try Removal.check(orders: [("WEB-1", .cancelled)], refundsDue: 1) }
    }

    @Test func whoseOrdersAreSettledGoes() throws {
        try Removal.check(orders: [("1", .shipped), ("2", .cancelled), ("3", .rejected)], refundsDue: 0)
        try Removal.check(orders: [], refundsDue: 0)
    }
}
