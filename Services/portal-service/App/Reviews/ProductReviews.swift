import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A review as it is shown.
struct ProductReview: Codable, Sendable {
    let shopperName: String
    let stars: Int
    let text: String
    let postedAt: Date
}

/// The reviews of one product.
struct ProductReviews: Codable, Sendable {
    let items: [ProductReview]
}

/// `GET products/{id}/reviews`
func listReviews(_ path: ProductPath, _ call: Call) async throws -> ProductReviews {
    ProductReviews(items: try await reviewsOf(path.id, call.database))
}

/// The latest reviews of a product, at most 100.
func reviewsOf(_ product: ProductID, _ database: some PostgresExecutor) async throws -> [ProductReview] {
    try await database.all(
        """
        select s.name as shopper_name, r.stars, r.text, r.posted_at
        from review r join shopper s using (shopper_id)
        where r.product_id = \(product) and s.removed_at is null order by r.review_id desc limit 100
        """)
}

/// A review on the product's page.
struct ReviewView: Codable, Sendable {
    let shopperName: String
    /// `★★★★☆`
    let stars: String
    let text: String
    let postedAt: String

    init(_ review: ProductReview, _ call: some Calling) {
        shopperName = review.shopperName
        stars = String(repeating: "★", count: review.stars) + String(repeating: "☆", count: 5 - review.stars)
        text = review.text
        postedAt = call.format(review.postedAt)
    }
}
