import Foundation
import Kernel
import PortalDomain
import Postgres
import ServiceRuntime

/// What somebody has gathered who is not signed in: kept in their browser alone, as `product*quantity` with dots between.
struct GuestCart: Sendable {
    private(set) var lines: [Cart.Line]

    private static let name = "qiao_cart"
    private static let days = 30
    /// A cookie has room for so many.
    private static let mostLines = 30

    /// What the browser brings; what makes no sense is left out.
    init(_ call: some Calling) {
        var cart = Cart()
        for line in (call.cookie(Self.name) ?? "").split(separator: ".").prefix(Self.mostLines) {
            let parts = line.split(separator: "*").map(String.init)
            guard parts.count == 2, let product = ProductID(parts[0]), let quantity = ExactDecimal(parts[1]) else {
                continue
            }
            try? cart.add(product, quantity)
        }
        lines = cart.lines
    }

    mutating func add(_ product: ProductID, _ quantity: ExactDecimal) throws {
        var cart = try Cart(lines)
        try cart.add(product, quantity)
        guard cart.lines.count <= Self.mostLines else {
            throw Problem.conflict("sign in to put more than \(Self.mostLines) products into the cart")
        }
        lines = cart.lines
    }

    /// Another number of what is in it.
    mutating func correct(_ product: ProductID, _ quantity: ExactDecimal) throws {
        var cart = try Cart(lines)
        guard cart.quantity(of: product) != nil else { throw Problem.notFound("product in the cart", product) }
        try cart.set(product, quantity)
        lines = cart.lines
    }

    mutating func remove(_ product: ProductID) { lines.removeAll { $0.productID == product } }

    /// How the browser keeps it.
    var cookie: Cookie {
        let text = lines.map { "\($0.productID)*\($0.quantity)" }.joined(separator: ".")
        return Cookie(Self.name, text, seconds: lines.isEmpty ? 0 : Self.days * 86_400, path: "/")
    }

    /// Its products with today's prices, those that are still in the shop.
    func rows(_ database: some PostgresExecutor) async throws -> [CartLineRow] {
        guard !lines.isEmpty else { return [] }
        return try await database.all(
            """
            select p.product_id, p.sku, p.name, p.name_zh, line.quantity, p.list_price, p.tax_rate, p.in_shop,
                \(PriceColumns.read), coalesce(a.available, 0) as available
            from unnest(\(lines.map(\.productID.rawValue))::uuid[], \(lines.map(\.quantity.description))::numeric[])
                with ordinality as line (product_id, quantity, place)
            join product p using (product_id) left join product_availability a using (product_id)
                \(PriceColumns.joined)
            where p.in_shop order by place
            """)
    }
}

/// What a guest's cart is now; the browser keeps it.
struct GuestCartChanged: Codable, Sendable, LeavesCookies {
    /// How many products are in it.
    let products: Int
    var cookies: [Cookie] = []

    private enum CodingKeys: String, CodingKey { case products }

    init(_ cart: GuestCart) {
        products = cart.lines.count
        cookies = [cart.cookie]
    }
}

/// `POST guest-cart/lines`
func putIntoGuestCart(_ input: PutIntoCart, _ call: Call) async throws -> GuestCartChanged {
    let isSold = try await call.database.first(
        "select in_shop from product where product_id = \(input.productID)", as: Bool.self)
    guard isSold == true else { throw CartError.notInShop(input.productID) }
    var cart = GuestCart(call)
    try cart.add(input.productID, input.quantity ?? .one)
    return GuestCartChanged(cart)
}

/// `POST guest-cart/lines/{productID}/removal`
func takeFromGuestCart(_ path: CartLinePath, _ call: Call) async throws -> GuestCartChanged {
    var cart = GuestCart(call)
    cart.remove(path.productID)
    return GuestCartChanged(cart)
}

/// Once somebody is signed in, what they gathered before is in their own cart: of each product the larger number, so that
/// taking it over twice is taking it over once.
///
/// - Throws: a ``Redirect`` to the same page, after which the browser has forgotten it.
func takeOverGuestCart(of shopper: ShopperID, _ call: Call) async throws {
    var guest = GuestCart(call)
    guard !guest.lines.isEmpty else { return }
    try await call.database.execute(
        """
        insert into cart_line (shopper_id, product_id, quantity)
        select \(shopper), product_id, quantity
        from unnest(\(guest.lines.map(\.productID.rawValue))::uuid[],
            \(guest.lines.map(\.quantity.description))::numeric[]) as line (product_id, quantity)
        join product using (product_id) where in_shop
        on conflict (shopper_id, product_id) do update set quantity = greatest(cart_line.quantity, excluded.quantity)
        """)
    for line in guest.lines { guest.remove(line.productID) }
    throw Redirect(to: call.request.path, cookies: [guest.cookie])
}
