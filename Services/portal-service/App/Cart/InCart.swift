import Kernel
import PortalDomain
import Postgres
import ServiceRuntime

/// How much is in the cart of a shopper or a guest, for the head of every page; nil of staff, who do not shop.
func inCart(_ call: Call) async throws -> ExactDecimal? {
    guard let person = call.person else { return GuestCart(call).lines.map(\.quantity).reduce(.zero, +) }
    guard person.kind == .shopper else { return nil }
    return try await call.database.first(
        """
        select sum(quantity) from cart_line join product using (product_id)
        where shopper_id = \(person.shopperID) and in_shop having count(*) > 0
        """)
}
