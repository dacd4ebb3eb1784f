import Kernel
import PortalDomain
import Testing

@Suite struct CartTests {
    @Test func theSameProductIsOneLineWithTheSum() throws {
        let (tea, pot) = (ProductID(), ProductID())
        let cart = try Cart([
            .init(productID: tea, quantity: ExactDecimal(2)), .init(productID: pot, quantity: .one),
            .init(productID: tea, quantity: ExactDecimal(3)),
        ])
        #expect(cart.lines.map(\.productID) == [tea, pot])
        #expect(cart.quantity(of: tea) == ExactDecimal(5))
    }

    @Test(arguments: ["0", "-1", "1.5"]) func onlyWholePackages(quantity: String) throws {
        let quantity = try #require(ExactDecimal(quantity))
        #expect(throws: CartError.notAWholeNumber(quantity)) {
            _ = try Cart([.init(productID: ProductID(), quantity: quantity)])
        }
    }

    @Test func theLimitHoldsForTheSum() throws {
        let tea = ProductID()
        var cart = try Cart([.init(productID: tea, quantity: ExactDecimal(9_999))])
        try cart.add(tea, .one)
        #expect(throws: CartError.tooMany(ExactDecimal(10_001))) { try cart.add(tea, .one) }
    }

    /// However the lines are cut and shuffled, what is asked of stock is the sum per product.
    @Test(arguments: 0..<50) func sumsDoNotDependOnTheCut(seed: UInt64) throws {
        var random = SeededNumbers(seed)
        let products = (0..<4).map { _ in ProductID() }
        let lines = (0..<12).map { _ in
            Cart.Line(
                productID: products.randomElement(using: &random) ?? products[0],
                quantity: ExactDecimal(Int.random(in: 1...9, using: &random)))
        }
        let cart = try Cart(lines.shuffled(using: &random))
        for product in products {
            let sum = lines.filter { $0.productID == product }.reduce(ExactDecimal.zero) { $0 + $1.quantity }
            #expect((cart.quantity(of: product) ?? .zero) == sum)
        }
    }
}
