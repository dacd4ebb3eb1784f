import Kernel
import Postgres
import ServiceRuntime

/// The cart and the checkout as pages.
struct CartView: Codable, Sendable {
    struct Line: Codable, Sendable {
        let productID: String
        let link: String
        let name: String
        let quantity: String
        let unitPrice: String
        let total: String
        /// More is wanted than can be promised now.
        let isShort: Bool
        let available: String
        let hasPicture: Bool
        let picture: PictureView?
    }
    /// What ordering takes, and where one is.
    let steps: [PageStep]
    /// Where forms that change it go.
    let address: String
    let lines: [Line]
    let isEmpty: Bool
    /// More of something is wanted than there is: such an order is refused.
    let isShort: Bool
    let net: String
    let tax: String
    let total: String
    /// Where the last order went.
    let shipTo: String?
}

/// `/cart`, also of somebody who is not signed in, and `/checkout`
func cartPage(_ input: NoInput, _ call: Call) async throws -> CartView {
    guard let person = call.person, person.kind == .shopper else {
        let cart = CartContents(try await GuestCart(call).rows(call.database))
        return try await show(cart, "/api/guest-cart", shipTo: nil, call)
    }
    try await takeOverGuestCart(of: person.shopperID, call)
    let shipTo: String? = try await call.database.first(
        "select ship_to from web_order where shopper_id = \(person.shopperID) order by placed_at desc limit 1")
    return try await show(try await showCart(input, call), "/api/cart", shipTo: shipTo, call)
}

private func show(_ cart: CartContents, _ address: String, shipTo: String?, _ call: Call) async throws -> CartView {
    let pictures = try await pictures(of: cart.lines.map(\.productID), firstOnly: true, call.database)
    return CartView(cart, pictures, address, shipTo: shipTo, call)
}

extension CartView {
    fileprivate init(
        _ cart: CartContents, _ pictures: [ProductID: [ProductPicture]], _ address: String, shipTo: String?,
        _ call: Call
    ) {
        self.init(
            steps: PageStep.steps(
                ["step_cart", "step_address", "step_payment"], at: call.request.path == "/checkout" ? 1 : 0, call),
            address: address,
            lines: cart.lines.map { line in
                let picture = pictures[line.productID]?.first
                return CartView.Line(
                    productID: line.productID.description, link: "/products/\(line.productID)",
                    name: call.language == .zh && !line.nameZh.isEmpty ? line.nameZh : line.name,
                    quantity: call.format(line.quantity), unitPrice: call.format(line.unitPrice),
                    total: call.format(line.total), isShort: line.available < line.quantity,
                    available: call.format(line.available), hasPicture: picture != nil,
                    picture: picture.map { PictureView($0, call.language) })
            },
            isEmpty: cart.lines.isEmpty, isShort: cart.lines.contains { $0.available < $0.quantity },
            net: call.format(cart.net), tax: call.format(cart.tax),
            total: call.format(cart.total), shipTo: shipTo)
    }
}
