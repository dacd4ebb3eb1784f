import CRMDomain
import Foundation
import Kernel
import Testing

@Suite("Content, floor price and acceptance")
struct QuoteContentTests {
    let product = ProductID()
    let quoteID = QuoteID()
    let customer = CustomerID()
    let lineID = UUID()
    let today = BusinessDate(dayNumber: 20_000)

    private func content(
        version: Int = 1, price: Int64 = 100, quantity: Int = 1, options: [String: String] = [:],
        note: String? = nil, days: Int = 0
    ) throws -> QuoteContent {
        try QuoteContent(
            quoteID: quoteID, version: version, customerID: customer, validUntil: today.adding(days: days), note: note,
            lines: [
                QuoteLine(
                    lineID: lineID, productID: product, quantity: ExactDecimal(quantity),
                    unitPrice: Money(minor: price), taxRate: .zero, options: options)
            ])
    }

    @Test func anyChangeChangesTheText() throws {
        let texts = try [
            content(), content(version: 2), content(price: 101), content(quantity: 2), content(days: 1),
            content(note: "x"), content(options: ["colour": "red"]), content(options: ["colour": "re", "d": ""]),
            content(options: ["colourr": "ed"]),
        ].map(\.canonicalText)
        #expect(Set(texts).count == texts.count)
        #expect(try content(options: ["a": "1", "b": "2"]) == content(options: ["b": "2", "a": "1"]))
        #expect(try content().canonicalText == content().canonicalText)
    }

    @Test func aQuoteWithoutLinesIsNone() {
        #expect(throws: QuoteError.noLines) {
            try QuoteContent(
                quoteID: quoteID, version: 1, customerID: customer, validUntil: today, note: nil, lines: [])
        }
    }

    @Test func onlyPricesBelowTheFloorNeedApproval() throws {
        let floors = FloorPrices([product: Money(minor: 100)])
        #expect(try floors.breaches(in: content(price: 100).lines).isEmpty)
        let breach = try #require(try floors.breaches(in: content(price: 99).lines).first)
        #expect(breach.shortfall == Money(minor: 1))
        #expect(throws: FloorPriceUnknown(productID: product)) {
            try FloorPrices([:]).breaches(in: content().lines)
        }
    }

    @Test func onlyWhatWasAgreedCanBeAccepted() throws {
        func check(_ state: QuoteVersionState, hash: String = "a", agreed: String? = "a", day: Int = 0) throws {
            try Acceptance(state: state, validUntil: today, contentHash: hash, agreedHash: agreed)
                .check(on: today.adding(days: day))
        }
        try check(.sent)
        #expect(throws: AcceptanceError.expired(today)) { try check(.sent, day: 1) }
        #expect(throws: AcceptanceError.contentChanged) { try check(.sent, hash: "b") }
        #expect(throws: AcceptanceError.contentChanged) { try check(.sent, agreed: nil) }
        #expect(throws: AcceptanceError.superseded) { try check(.superseded) }
        #expect(throws: AcceptanceError.alreadyAccepted) { try check(.accepted) }
        for state in [QuoteVersionState.draft, .inApproval, .rejected, .declined] {
            #expect(throws: AcceptanceError.notSent(state)) { try check(state) }
        }
    }

    @Test func theContributionOfACustomerIsTheSumOfItsOrders() {
        let one = Contribution(
            revenue: Money(minor: 1000), material: Money(minor: 300), labour: Money(minor: 200),
            machine: Money(minor: 50), overhead: Money(minor: 50), cost: Money(minor: 600))
        let sum = [one, one, one].reduce(.none, +)
        #expect(sum.contribution == Money(minor: 1200))
        #expect(sum.cost == sum.material + sum.labour + sum.machine + sum.overhead)
        #expect(sum.margin == ExactDecimal("0.4"))
        #expect(Contribution.none.margin == nil)
    }
}
