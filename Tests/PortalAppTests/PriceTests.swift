import Foundation
import Kernel
import PortalDomain
import Postgres
import ServiceRuntime
import Testing

@testable import PortalApp

@Suite struct PriceTests {
    /// What is shown is what is in the cart and what is ordered.
    @Test func everyonePaysTheirPriceEverywhere() async throws {
        try await Store.open { store in
            let merchant = try await Merchant(in: store)
            #expect(await merchant.prices(of: store.pot, #"{"member":"200.00","vip":"150.00"}"#).status == 200)
            let shopper = try await Shopper(in: store)
            let shown = { (path: String) async throws -> ShopProduct in try await shopper.get(path).json() }
            let stranger: ShopProduct = try await store.service.ask("GET", "/api/products/\(store.pot)").json()
            #expect(stranger.price == Store.potTotal && stranger.priceKind == .list)
            let member = try await shown("/api/products/\(store.pot)")
            #expect(member.price == Money(minor: 226_00) && member.priceKind == .member)
            let order = try await shopper.order()
            #expect(try await shopper.look(at: order).total == Money(minor: 226_00))

            try await store.database.execute(
                """
                insert into points_lot (order_id, shopper_id, earned, remaining)
                select order_id, shopper_id, \(ShopperLevel.pointsOfVIPs), 0 from web_order where order_id = \(order.id)
                """)
            #expect(try await shown("/api/products/\(store.pot)").priceKind == .vip)
            let today = BusinessDate.today
            let special = #"{"vip":"150.00","special":"180.00","specialFrom":"\#(today)","specialTo":"\#(today)"}"#
            #expect(await merchant.prices(of: store.pot, special).status == 200)
            let listed: Paged<ShopProduct> = try await shopper.get("/api/products?q=POT").json()
            #expect(listed.items.map(\.priceKind) == [.special] && listed.items[0].price == Money(minor: 203_40))
            _ = await shopper.post("/api/cart/lines", #"{"productID":"\#(store.pot)"}"#)
            let cart: CartContents = try await shopper.get("/api/cart").json()
            #expect(cart.lines[0].unitPrice == Money(minor: 180_00) && cart.total == Money(minor: 203_40))
            let page = await store.service.ask("GET", "/products/\(store.pot)", headers: ["Accept": "text/html"]).text
            #expect(page.contains("¥203.40") && page.contains("¥150.00") && page.contains("¥300.00"))
        }
    }

    @Test func whatNobodyWouldBeGivenIsRefused() async throws {
        try await Store.open { store in
            let merchant = try await Merchant(in: store)
            for body in [
                #"{"member":"265.49"}"#, #"{"vip":"0"}"#, #"{"special":"10"}"#, #"{"member":"1.005"}"#,
                #"{"special":"10","specialFrom":"2026-01-02","specialTo":"2026-01-01"}"#,
            ] {
                #expect(await merchant.prices(of: store.pot, body).status == 422, "\(body)")
            }
            #expect(await merchant.prices(of: ProductID(), "{}").status == 404)
        }
    }
}

extension Merchant {
    func prices(of product: ProductID, _ body: String) async -> InProcessAnswer {
        await send("PUT", "/api/products/\(product)/prices", body)
    }
}
