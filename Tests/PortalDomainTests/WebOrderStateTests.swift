import PortalDomain
import Testing

@Suite struct WebOrderStateTests {
    @Test func theTableHasOneOutcomePerStateAndAction() {
        let keys = WebOrderState.transitions.map { "\($0.from) \($0.action)" }
        #expect(Set(keys).count == keys.count)
    }

    @Test func whatIsNotInTheTableIsATypedError() {
        #expect(throws: IllegalWebOrderAction(state: .paid, action: .cancel)) {
            _ = try WebOrderState.paid.after(.cancel)
        }
        #expect(throws: IllegalWebOrderAction(state: .placed, action: .pay)) {
            _ = try WebOrderState.placed.after(.pay)
        }
    }

    @Test func theShopperCancelsOnlyBeforePaying() {
        let cancellable = WebOrderState.allCases.filter(\.canBeCancelledByShopper)
        #expect(cancellable == [.placed, .awaitingPayment])
    }

    @Test func factsHeardTwiceChangeNothing() throws {
        for (from, action, to) in WebOrderState.transitions {
            #expect(from.hearing(action) == to)
            #expect(to.hearing(action) == nil)
        }
    }

    /// Whatever facts come in whatever order, an order that ended stays ended and nothing ships unpaid.
    @Test(arguments: 0..<50) func noHistoryShipsUnpaid(seed: UInt64) {
        var random = SeededNumbers(seed)
        var state = WebOrderState.placed
        var wasPaid = false
        for _ in 0..<20 {
            let before = state
            state = WebOrderAction.allCases.randomElement(using: &random).flatMap { before.hearing($0) } ?? before
            wasPaid = wasPaid || state == .paid
            if before.isFinal { #expect(state == before) }
            if state == .shipped { #expect(wasPaid) }
        }
    }
}
