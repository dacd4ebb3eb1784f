import Kernel
import Messaging
import PortalDomain
import Postgres
import ServiceRuntime

struct PutIntoCart: Codable, Sendable {
    var productID: ProductID
    /// How many more; 1 when it is left out.
    var quantity: ExactDecimal?
}

/// What a product's line in the cart is now.
struct CartLineChanged: Codable, Sendable {
    let productID: ProductID
    let quantity: ExactDecimal
}

/// `POST cart/lines`: more of a product. The same product again makes its line larger, not a second one.
func putIntoCart(_ input: PutIntoCart, _ call: CommandCall) async throws -> CartLineChanged {
    let shopper = try call.signedIn().shopperID
    let isSold = try await call.tx.first(
        "select in_shop from product where product_id = \(input.productID)", as: Bool.self)
    guard isSold == true else { throw CartError.notInShop(input.productID) }
    let before = try await call.tx.first(
        """
        select quantity from cart_line
        where shopper_id = \(shopper) and product_id = \(input.productID) for no key update
        """, as: ExactDecimal.self)
    var cart = Cart()
    if let before { try cart.add(input.productID, before) }
    try cart.add(input.productID, input.quantity ?? .one)
    let sum = cart.quantity(of: input.productID) ?? .zero
    call.tx.write(
        """
        insert into cart_line (shopper_id, product_id, quantity)
        values (\(shopper), \(input.productID), \(sum))
        on conflict (shopper_id, product_id) do update set quantity = excluded.quantity
        """)
    return CartLineChanged(productID: input.productID, quantity: sum)
}
