import Kernel
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
    }
    /// Where forms that change it go.
    let address: String
    let lines: [Line]
    let isEmpty: Bool
    let net: String
    let tax: String
    let total: String
}

/// `/cart`, also of somebody who is not signed in, and `/checkout`
func cartPage(_ input: NoInput, _ call: Call) async throws -> CartView {
    guard let person = call.person, person.kind == .shopper else {
        return CartView(CartContents(try await GuestCart(call).rows(call.database)), "/api/guest-cart", call)
    }
    try await takeOverGuestCart(of: person.shopperID, call)
    return CartView(try await showCart(input, call), "/api/cart", call)
}

extension CartView {
    fileprivate init(_ cart: CartContents, _ address: String, _ call: Call) {
        self.init(
            address: address,
            lines: cart.lines.map { line in
                CartView.Line(
                    productID: line.productID.description, link: "/products/\(line.productID)",
                    name: call.language == .zh && !line.nameZh.isEmpty ? line.nameZh : line.name,
                    quantity: call.format(line.quantity), unitPrice: call.format(line.unitPrice),
                    total: call.format(line.total), isShort: line.available < line.quantity,
                    available: call.format(line.available))
            },
            isEmpty: cart.lines.isEmpty, net: call.format(cart.net), tax: call.format(cart.tax),
            total: call.format(cart.total))
    }
}
