import Kernel
import Messaging
import PortalDomain
import Postgres
import ServiceRuntime

struct CorrectCartLine: Codable, Sendable {
    var productID: ProductID
    /// How many there are to be.
    var quantity: ExactDecimal
}

/// `POST cart/lines/{productID}/quantity`: what is in the cart, but in another number.
func correctCartLine(_ input: CorrectCartLine, _ call: CommandCall) async throws -> CartLineChanged {
    var cart = Cart()
    try cart.set(input.productID, input.quantity)
    let changed = try await call.tx.execute(
        """
        update cart_line set quantity = \(input.quantity)
        where shopper_id = \(try call.signedIn().shopperID) and product_id = \(input.productID)
        """)
    guard changed == 1 else { throw Problem.notFound("product in the cart", input.productID) }
    return CartLineChanged(productID: input.productID, quantity: input.quantity)
}

/// `POST guest-cart/lines/{productID}/quantity`
func correctGuestCartLine(_ input: CorrectCartLine, _ call: Call) async throws -> GuestCartChanged {
    var cart = GuestCart(call)
    try cart.correct(input.productID, input.quantity)
    return GuestCartChanged(cart)
}
