import Kernel

/// In what lots a product is made or bought. Zero for both is lot for lot.
public struct LotRule: Sendable, Equatable {
    public var minimum: ExactDecimal
    public var multiple: ExactDecimal

    public init(minimum: ExactDecimal = .zero, multiple: ExactDecimal = .zero) {
        self.minimum = minimum
        self.multiple = multiple
    }
    public static let lotForLot = LotRule()

    /// The smallest lot that covers `net`: at least the minimum, then rounded up to the multiple.
    public func size(_ net: ExactDecimal) -> ExactDecimal {
        guard net > .zero else { return .zero }
        let wanted = max(net, minimum)
        return multiple > .zero ? (wanted / multiple).roundedUp * multiple : wanted
    }
}
