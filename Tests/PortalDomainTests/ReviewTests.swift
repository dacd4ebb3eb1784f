import Kernel
import PortalDomain
import Testing

@Suite struct ReviewTests {
    private let tea = ProductID()
    private let order = OrderID()

    private func review(
        of product: ProductID? = nil, in state: WebOrderState = .shipped, stars: Int = 5, text: String = " good "
    ) throws(ReviewError) -> Review {
        try Review(of: product ?? tea, from: order, in: state, items: [tea], stars: stars, text: text)
    }

    @Test func aBuyerReviewsWhatWasShipped() throws {
        #expect(try review().text == "good")
    }

    @Test func othersDoNot() {
        let pot = ProductID()
        #expect(throws: ReviewError.notShipped) { _ = try review(in: .paid) }
        #expect(throws: ReviewError.notBought(pot)) { _ = try review(of: pot) }
        #expect(throws: ReviewError.stars(6)) { _ = try review(stars: 6) }
        #expect(throws: ReviewError.stars(0)) { _ = try review(stars: 0) }
        #expect(throws: ReviewError.text) { _ = try review(text: "  ") }
    }
}
