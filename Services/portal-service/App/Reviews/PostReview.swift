import Foundation
import Kernel
import Messaging
import PortalDomain
import PortalEvents
import Postgres
import ServiceRuntime

struct PostReview: Codable, Sendable {
    var orderID: OrderID
    var productID: ProductID
    var stars: Int
    var text: String
}

/// A review that now stands.
struct ReviewPostedAnswer: Codable, Sendable {
    let id: UUID
    let orderID: OrderID
}

/// `POST reviews`: by the buyer, of what was shipped, once per item.
func postReview(_ input: PostReview, _ call: CommandCall) async throws -> ReviewPostedAnswer {
    let shopper = try call.signedIn().shopperID
    guard let order = try await LockedOrder.find(input.orderID, call.tx), order.shopperID == shopper else {
        throw Problem.notFound("order", input.orderID)
    }
    let items: [ProductID] = try await call.tx.all(
        "select product_id from web_order_line where order_id = \(input.orderID)")
    let review = try Review(
        of: input.productID, from: input.orderID, in: order.state, items: items, stars: input.stars,
        text: input.text)
    let id = UUID.timeOrdered()
    let added = try await call.tx.execute(
        """
        insert into review (review_id, product_id, order_id, shopper_id, stars, text)
        values (\(id), \(review.productID), \(review.orderID), \(shopper), \(review.stars), \(review.text))
        on conflict on constraint one_review_per_item do nothing
        """)
    guard added == 1 else { throw Problem.conflict("that item of the order was already reviewed") }
    call.tx.join(chain: order.chain)
    call.tx.emit(
        ReviewPosted(
            reviewID: id, productID: review.productID, orderID: review.orderID, shopperID: shopper,
            stars: review.stars, text: review.text))
    return ReviewPostedAnswer(id: id, orderID: review.orderID)
}
