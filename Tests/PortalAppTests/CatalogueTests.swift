import Kernel
import PortalDomain
import ServiceRuntime
import Testing

@testable import PortalApp

@Suite struct CatalogueTests {
    @Test func theListIsNarrowedAndCounted() async throws {
        try await Store.open { store in
            let merchant = try await Merchant(in: store)
            let gifts = try await merchant.category("Gifts", erp: "Gifts")
            let cups = try await merchant.category("Cups", under: gifts, erp: "Cups")
            try await store.offer("X-1", price: 20, available: 0, category: "Gifts")
            try await store.offer("X-2", price: 60, available: 3, category: "Cups")
            try await store.offer("X-3", price: 300, available: 5, category: "Cups")
            #expect(try await store.skus("categoryID=\(gifts)&sort=price") == ["X-1", "X-2", "X-3"])
            #expect(try await store.skus("categoryID=\(cups)&sort=-price") == ["X-3", "X-2"])
            #expect(try await store.skus("categoryID=\(gifts)&priceFrom=20&priceTo=60&sort=price") == ["X-1", "X-2"])
            #expect(try await store.skus("categoryID=\(gifts)&inStock=true&priceTo=60") == ["X-2"])
            #expect(try await store.skus("q=X-&starsFrom=1") == [])

            let all: ProductFacets = try await merchant.get("/api/products/facets?q=X-").json()
            #expect(all.products == 3 && all.inStock == 2)
            #expect(all.categories.map(\.products) == [3, 2])
            #expect(all.prices.map(\.products) == [1, 1, 1, 0])
            // A facet counts what every other choice leaves, not its own.
            let chosen: ProductFacets = try await merchant.get(
                "/api/products/facets?categoryID=\(cups)&inStock=true&priceTo=49.99"
            ).json()
            #expect(chosen.products == 0)
            #expect(chosen.prices.map(\.products) == [0, 1, 1, 0])
            #expect(chosen.categories.map(\.products) == [0, 0])
            #expect(chosen.inStock == 0)
        }
    }

    @Test func everyOrderComesInPagesWithoutAGap() async throws {
        try await Store.open { store in
            for number in 0..<9 {
                try await store.offer("P-\(number)", price: 10 * (number % 3), available: number)
            }
            for sort in ["listed", "-listed", "price", "-price", "stars", "-stars", "sold", "-sold"] {
                var seen: [String] = []
                var cursor: String?
                repeat {
                    let path = "/api/products?q=P-&limit=2&sort=\(sort)" + (cursor.map { "&cursor=\($0)" } ?? "")
                    let page: Paged<ShopProduct> = try await store.service.ask("GET", path).json()
                    seen += page.items.map(\.sku)
                    cursor = page.next
                } while cursor != nil
                #expect(seen.sorted() == (0..<9).map { "P-\($0)" }, "\(sort)")
            }
        }
    }

    @Test func whatBuyersSayAndBuyIsCounted() async throws {
        try await Store.open { store in
            let buyer = try await Shopper(in: store)
            let order = try await buyer.shippedOrder()
            let review = #"{"orderID":"\#(order.id)","productID":"\#(store.pot)","stars":4,"text":"good"}"#
            #expect(await buyer.post("/api/reviews", review).status == 201)
            #expect(try await store.skus("starsFrom=4") == ["POT-01"])
            #expect(try await store.skus("sort=-sold") == ["POT-01", "TEA-100"])
            // It is told twice that it was shipped, and sold once.
            try await store.ship(order)
            let pot: ShopProduct = try await buyer.get("/api/products/\(store.pot)").json()
            #expect(pot.sold == .one && pot.reviews == 1 && pot.price == Store.potTotal)
        }
    }

    @Test func whatNothingCanFitIsSaid() async throws {
        try await Store.open { store in
            let ask = { (query: String) in await store.service.ask("GET", "/api/products?\(query)").status }
            #expect(await ask("categoryID=\(CategoryID())") == 404)
            #expect(await ask("starsFrom=6") == 422)
            #expect(await ask("priceFrom=5&priceTo=4") == 422)
            #expect(await ask("sort=name") == 422)
        }
    }

    /// As someone without script goes: a category, a price, a page further, all by links.
    @Test func aShopperGoesByLinks() async throws {
        try await Store.open { store in
            let merchant = try await Merchant(in: store)
            let gifts = try await merchant.category("Gifts", erp: "Gifts")
            let cups = try await merchant.category("Cups", under: gifts, erp: "Cups")
            for number in 0..<30 {
                try await store.offer("CUP-\(number)", price: 10 + number, available: 1, category: "Cups")
            }
            let page = { (path: String) in
                await store.service.ask("GET", path, headers: ["Accept": "text/html", "Accept-Language": "en"]).text
            }
            let shop = await page("/shop")
            #expect(shop.contains("/shop?categoryID=\(gifts)") && !shop.contains("/shop?categoryID=\(cups)"))
            let inside = await page("/shop?categoryID=\(cups)&sort=price")
            #expect(inside.contains("aria-current=\"page\">Cups"))
            #expect(inside.contains("30</span>") && inside.contains("cursor="))
            #expect(inside.contains("CUP-0") && !inside.contains("CUP-29"))
            let narrowed = await page("/shop?categoryID=\(cups)&priceFrom=39&inStock=true")
            #expect(narrowed.contains("CUP-29") && !narrowed.contains("CUP-28"))
        }
    }
}
