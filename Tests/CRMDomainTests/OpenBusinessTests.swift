import CRMDomain
import Testing

@Suite struct OpenBusinessTests {
    private func isOpen(
        _ opportunities: [OpportunityStage] = [], _ orders: [OpenBusiness.Order] = [], refunds: Int = 0
    ) -> Bool {
        OpenBusiness(opportunities: opportunities, orders: orders, refundsDue: refunds).isOpen
    }

    @Test func dealsOrdersAndMoneyKeepItOpen() {
        #expect(isOpen([.won, .proposal]))
        #expect(isOpen([], [.init(state: .shipped, isPaid: true)]))
        #expect(isOpen([], [.init(state: .invoiced, isPaid: false)]), "the customer owes")
        #expect(isOpen(refunds: 1), "the company owes")
    }

    @Test func whatIsDecidedFulfilledAndPaidIsOver() {
        #expect(!isOpen())
        #expect(
            !isOpen(
                [.won, .lost],
                [.init(state: .invoiced, isPaid: true), .init(state: .rejected, isPaid: false)]
                    + [.init(state: .cancelled, isPaid: false)]))
    }
}
