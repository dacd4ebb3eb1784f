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
    let lines: [Line]
    let isEmpty: Bool
    let net: String
    let tax: String
    let total: String
}

/// `/cart` and `/checkout`
func cartPage(_ input: NoInput, _ call: Call) async throws -> CartView {
    let cart = try await showCart(input, call)
    return CartView(
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
