import Kernel
import Messaging
import Postgres
import ServiceRuntime

struct CartLinePath: Codable, Sendable {
    var productID: ProductID
}

/// `DELETE cart/lines/{productID}`: takes the product out; taking out what is not in is fine.
func takeFromCart(_ path: CartLinePath, _ call: CommandCall) async throws -> CartLineChanged {
    let shopper = try call.signedIn().shopperID
    call.tx.write(
        "delete from cart_line where shopper_id = \(shopper) and product_id = \(path.productID)")
    return CartLineChanged(productID: path.productID, quantity: .zero)
}
