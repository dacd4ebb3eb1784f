import Kernel

/// What a buyer says of a product.
public struct Review: Sendable, Hashable {
    public let productID: ProductID
    public let orderID: OrderID
    /// 1 to 5.
    public let stars: Int
    public let text: String

    /// Only what was bought and shipped can be reviewed.
    public init(
        of productID: ProductID, from orderID: OrderID, in state: WebOrderState, items: [ProductID], stars: Int,
        text: String
    ) throws(ReviewError) {
        let text = trimmed(text)
        guard state == .shipped else { throw .notShipped }
        guard items.contains(productID) else { throw .notBought(productID) }
        guard (1...5).contains(stars) else { throw .stars(stars) }
        guard (1...Self.longestText).contains(text.count) else { throw .text }
        self.productID = productID
        self.orderID = orderID
        self.stars = stars
        self.text = text
    }

    public static let longestText = 2_000
}

/// Why a review is refused.
public enum ReviewError: Error, Hashable, Sendable {
    case notShipped
    case notBought(ProductID)
    case stars(Int)
    /// Empty, or longer than ``Review/longestText``.
    case text
}
