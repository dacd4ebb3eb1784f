import ERPDomain
import Testing

@Suite struct StateTests {
    @Test func anOrderRunsItsWay() throws {
        var state = SalesOrderState.received
        for action in [SalesOrderAction.accept, .plan, .startProduction, .gatherGoods, .ship, .invoice] {
            state = try SalesOrderState.table.next(state, action)
        }
        #expect(state == .invoiced)
    }

    @Test func aWebOrderIsReadyWhenItsGoodsAreHeld() throws {
        let accepted = try SalesOrderState.table.next(.received, .accept)
        #expect(try SalesOrderState.table.next(accepted, .gatherGoods) == .produced)
    }

    @Test(arguments: [SalesOrderState.rejected, .cancelled, .invoiced])
    func nothingFollowsAnEnd(state: SalesOrderState) {
        for action in SalesOrderAction.allCases { #expect(!SalesOrderState.table.allows(action, in: state)) }
    }

    @Test func shippingWhatIsNotThereIsRefused() {
        #expect(throws: IllegalTransition(document: "sales order", state: "planned", action: "ship")) {
            try SalesOrderState.table.next(.planned, .ship)
        }
    }

    @Test func aWorkOrderIsNotCompletedBeforeItStarts() throws {
        #expect(!WorkOrderState.table.allows(.complete, in: .planned))
        #expect(!WorkOrderState.table.allows(.cancel, in: .started))
        #expect(try WorkOrderState.table.next(.started, .complete) == .completed)
    }
}
