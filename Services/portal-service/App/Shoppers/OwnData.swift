import Foundation
import Kernel
import PortalDomain
import Postgres
import ServiceRuntime

/// Everything that the portal keeps of a shopper.
struct OwnData: Codable, Sendable {
    struct OwnReview: Codable, Sendable {
        let productID: ProductID
        let orderID: OrderID
        let stars: Int
        let text: String
        let postedAt: Date
    }
    struct OwnInquiry: Codable, Sendable {
        let id: InquiryID
        let name: String
        let company: String?
        let email: String?
        let phone: String?
        let message: String
        let submittedAt: Date
    }
    struct CartLine: Codable, Sendable {
        let productID: ProductID
        let quantity: ExactDecimal
    }
    let profile: ShopperAccount
    /// Where orders were sent to, each once.
    let addresses: [String]
    let cart: [CartLine]
    let orders: [OrderDetails]
    let reviews: [OwnReview]
    let inquiries: [OwnInquiry]
    let points: PointsStatement
    let sessions: [OpenSession]
}

/// `GET account/data`
func ownData(_ input: NoInput, _ call: Call) async throws -> OwnData {
    let own = try await ownself(call)
    let database = call.database
    let ids: [OrderID] = try await database.all(
        "select order_id from web_order where shopper_id = \(own.shopperID) order by order_id")
    var orders: [OrderDetails] = []
    for id in ids { orders.append(try await showOrder(OrderPath(id: id), call)) }
    return OwnData(
        profile: try await showAccount(input, call), addresses: Set(orders.map(\.shipTo)).sorted(),
        cart: try await database.all(
            "select product_id, quantity from cart_line where shopper_id = \(own.shopperID) order by put_at"),
        orders: orders,
        reviews: try await database.all(
            """
            select product_id, order_id, stars, text, posted_at from review
            where shopper_id = \(own.shopperID) order by review_id
            """),
        inquiries: try await database.all(
            """
            select inquiry_id as id, name, company, email, phone, message, submitted_at from inquiry
            where \(own.theirInquiries) order by inquiry_id
            """),
        points: try await showPoints(input, call), sessions: try await goingOn(call))
}

extension StoredShopper {
    /// The cards that they left while signed in, and those with the address that a code showed to be theirs.
    var theirInquiries: SQL {
        guard provenAt != nil else { return "shopper_id = \(shopperID)" }
        let number = phone.flatMap { try? PhoneNumber($0) }
        return """
            (shopper_id = \(shopperID) or lower(trim(email)) = \(email)
                or regexp_replace(phone, '[^0-9+]', '', 'g') in (\(number?.text), \(number?.national)))
            """
    }
}
