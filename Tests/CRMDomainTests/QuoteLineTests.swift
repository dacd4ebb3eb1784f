import CRMDomain
import Kernel
import Testing

@Suite("Arithmetic of a quote")
struct QuoteLineTests {
    @Test func netAndTaxAreRoundedHalfUpAtTheLine() throws {
        let line = try QuoteLine(
            productID: ProductID(), quantity: try #require(ExactDecimal("2.5")), unitPrice: Money(minor: 33_33),
            taxRate: try #require(ExactDecimal("0.13")))
        #expect(line.net == Money(minor: 83_33))
        #expect(line.tax == Money(minor: 10_83))
        #expect(line.total == Money(minor: 94_16))
    }

    @Test func linesOutOfRangeAreRefused() {
        func make(_ quantity: Int, _ price: Int64, _ rate: Int) throws {
            _ = try QuoteLine(
                productID: ProductID(), quantity: ExactDecimal(quantity), unitPrice: Money(minor: price),
                taxRate: ExactDecimal(rate))
        }
        #expect(throws: QuoteLineError.quantityNotPositive) { try make(0, 1, 0) }
        #expect(throws: QuoteLineError.priceNegative) { try make(1, -1, 0) }
        #expect(throws: QuoteLineError.taxRateOutOfRange) { try make(1, 1, 2) }
        #expect(throws: QuoteLineError.amountTooLarge) { try make(1_000_000_000, .max / 4, 0) }
        #expect(throws: QuoteLineError.amountTooLarge) { try make(1_000_000_001, 0, 0) }
        #expect(throws: QuoteLineError.amountTooLarge) { try make(1, largestAmount.minor + 1, 0) }
    }

    @Test func theDocumentIsTheSumOfItsLines() throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<300 {
            let lines = try (0..<Int.random(in: 1...12, using: &random)).map { _ in
                try QuoteLine(
                    productID: ProductID(),
                    quantity: ExactDecimal(millionths: .random(in: 1...9_999_999_999, using: &random)),
                    unitPrice: Money(minor: .random(in: 0...99_999_999, using: &random)),
                    taxRate: ExactDecimal(millionths: .random(in: 0...1_000_000, using: &random)))
            }
            let totals = DocumentTotals(of: lines)
            #expect(totals.net + totals.tax == totals.total)
            #expect(totals.total == lines.reduce(Money.zero) { $0 + $1.total })
            for line in lines {
                // Half-up: never further than half a cent from the exact product.
                let exact = Int128(line.unitPrice.minor) * Int128(line.quantity.millionths)
                let distance = (exact - Int128(line.net.minor) * 1_000_000).magnitude
                #expect(distance <= 500_000)
            }
        }
    }
}

/// Random numbers that are the same in every run.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
