import Kernel

/// Value added tax, reckoned line by line and rounded half-up at the line: net and tax add up to the total exactly.
public enum ValueAddedTax {
    /// The tax on a line's net amount; the rate is a fraction, 0.13 for thirteen per cent.
    public static func tax(on net: Money, rate: ExactDecimal) -> Money { net * rate }

    /// Whether a line's frozen amounts follow from its quantity, price and rate.
    public static func holds(
        quantity: ExactDecimal, unitPrice: Money, rate: ExactDecimal, net: Money, tax: Money
    ) -> Bool {
        net == unitPrice * quantity && tax == Self.tax(on: net, rate: rate)
    }
}
