import ERPDomain
import Kernel
import Testing

private func pieces(_ count: Int) -> ExactDecimal { ExactDecimal(count) }
private func material(_ text: String) -> CostElements { CostElements(material: Money(text) ?? .zero) }

@Suite struct StockValueTests {
    @Test func theAverageMovesWithReceiptsOnly() throws {
        var stock = StockValue()
        try stock.receive(pieces(10), at: material("100.00"))
        try stock.receive(pieces(30), at: material("360.00"))
        #expect(stock.average == Money("11.50"))
        #expect(try stock.issue(pieces(8)) == material("92.00"))
        #expect(stock.average == Money("11.50"))
    }

    @Test func theLastPieceTakesTheResidue() throws {
        var stock = StockValue()
        try stock.receive(pieces(3), at: material("100.00"))
        #expect(try stock.issue(pieces(1)) == material("33.33"))
        #expect(try stock.issue(pieces(1)) == material("33.34"))
        #expect(try stock.issue(pieces(1)) == material("33.33"))
        #expect(stock == StockValue())
    }

    @Test func whatIsNotThereIsNotIssued() throws {
        var stock = StockValue(quantity: pieces(2), value: material("4.00"))
        #expect(throws: StockError.short(wanted: pieces(3), there: pieces(2))) { try stock.issue(pieces(3)) }
        #expect(throws: StockError.notPositive(.zero)) { try stock.issue(.zero) }
    }

    /// Replaying any ledger from nothing: what went in is what is there and what came out, element by element; value
    /// ends with quantity.
    @Test(arguments: UInt64(1)...30) func noCentIsMadeOrLost(seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        var stock = StockValue()
        var (went, came) = (CostElements.zero, CostElements.zero)
        for _ in 0..<100 {
            if Bool.random(using: &random) {
                let cost = CostElements(
                    material: Money(minor: .random(in: 0...9_999, using: &random)),
                    labour: Money(minor: .random(in: 0...999, using: &random)),
                    machine: Money(minor: .random(in: 0...99, using: &random)))
                try stock.receive(ExactDecimal(millionths: .random(in: 1...9_000_000, using: &random)), at: cost)
                went += cost
            } else if stock.quantity > .zero {
                came += try stock.issue(
                    ExactDecimal(millionths: .random(in: 1...stock.quantity.millionths, using: &random)))
            }
            #expect(went == came + stock.value)
            #expect(!stock.value.total.isNegative)
        }
        if stock.quantity > .zero { came += try stock.issue(stock.quantity) }
        #expect(stock == StockValue())
        #expect(went == came)
    }
}
