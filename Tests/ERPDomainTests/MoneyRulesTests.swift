import ERPDomain
import Kernel
import Testing

private func yuan(_ text: String) -> Money { Money(text) ?? .zero }

@Suite struct MoneyRulesTests {
    @Test func anUnbalancedVoucherCannotBeMade() {
        #expect(throws: VoucherError.unbalanced(debits: yuan("10.00"), credits: yuan("9.99"))) {
            try Voucher("receipt", [.debit(.bank, yuan("10.00")), .credit(.advances, yuan("9.99"))])
        }
        #expect(throws: VoucherError.negative(.bank, yuan("-1.00"))) {
            try Voucher("receipt", [.debit(.bank, yuan("-1.00")), .credit(.advances, yuan("-1.00"))])
        }
    }

    @Test func postingsOfZeroDropOut() throws {
        let voucher = try #require(
            try Voucher(
                "invoice",
                [
                    .debit(.advances, yuan("113.00")), .debit(.receivables, .zero), .credit(.revenue, yuan("100.00")),
                    .credit(.outputVAT, yuan("13.00")),
                ]))
        #expect(voucher.lines.map(\.account) == [.advances, .revenue, .outputVAT])
        #expect(voucher.total == yuan("113.00"))
        #expect(try Voucher("nothing", [.debit(.bank, .zero), .credit(.revenue, .zero)]) == nil)
    }

    @Test func creditCountsReceivablesAndOpenOrders() throws {
        let exposure = CreditExposure(receivable: yuan("300.00"), openOrders: yuan("500.00"))
        try exposure.check(adding: yuan("200.00"), limit: yuan("1000.00"))
        #expect(throws: CreditExceeded(exposure: yuan("1000.01"), limit: yuan("1000.00"))) {
            try exposure.check(adding: yuan("200.01"), limit: yuan("1000.00"))
        }
    }

    @Test func neverMoreIsPaidThanIsDue() throws {
        let due = Outstanding(total: yuan("113.00"), paid: yuan("100.00"))
        #expect(try due.paying(yuan("13.00")).isPaid)
        #expect(throws: OverPayment.self) { try due.paying(yuan("13.01")) }
        #expect(throws: OverPayment.self) { try due.paying(.zero) }
    }

    @Test func taxIsRoundedAtTheLine() {
        #expect(ValueAddedTax.tax(on: yuan("0.50"), rate: ExactDecimal(millionths: 130_000)) == yuan("0.07"))
        #expect(
            ValueAddedTax.holds(
                quantity: ExactDecimal(3), unitPrice: yuan("33.33"), rate: ExactDecimal(millionths: 130_000),
                net: yuan("99.99"), tax: yuan("13.00")))
    }

    @Test func anHourCostsItsRates() {
        let rates = HourlyRates(labour: yuan("60.00"), machine: yuan("30.00"), overhead: yuan("10.00"))
        let cost = rates.cost(ofMinutes: ExactDecimal(50))
        #expect(cost == CostElements(labour: yuan("50.00"), machine: yuan("25.00"), overhead: yuan("8.33")))
    }
}

@Suite struct BudgetBalanceTests {
    @Test func aTripIsReservedAndConsumed() throws {
        var budget = BudgetBalance(allotted: yuan("1000.00"))
        try budget.reserve(yuan("600.00"))
        #expect(throws: InsufficientBudget(wanted: yuan("400.01"), available: yuan("400.00"))) {
            try budget.reserve(yuan("400.01"))
        }
        #expect(budget.consume(yuan("550.00"), of: yuan("600.00")) == yuan("50.00"))
        #expect(budget.reserved == .zero)
        #expect(budget.available == yuan("450.00"))
    }

    /// Whatever happens, allotted = reserved + consumed + available and nothing reserved is left at the end.
    @Test(arguments: UInt64(1)...20) func reservationsNeverLeak(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        var budget = BudgetBalance(allotted: Money(minor: 1_000_000))
        var open: [Money] = []
        for _ in 0..<200 {
            let amount = Money(minor: Int64.random(in: 1...50_000, using: &random))
            switch Int.random(in: 0..<3, using: &random) {
            case 0: if (try? budget.reserve(amount)) != nil { open.append(amount) }
            case 1: if let last = open.popLast() { budget.release(last) }
            default: if let last = open.popLast() { _ = budget.consume(min(amount, last), of: last) }
            }
            #expect(budget.reserved == open.reduce(.zero, +))
            #expect(!budget.available.isNegative)
        }
    }
}
