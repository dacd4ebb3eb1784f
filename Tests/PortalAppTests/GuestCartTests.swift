import Kernel
import ServiceRuntime
import Testing

@testable import PortalApp

@Suite struct GuestCartTests {
    @Test func whatAGuestGathersIsThereAfterSigningIn() async throws {
        try await Store.open { store in
            let guest = Guest(store: store)
            var cart = try await guest.put(store.pot, "2", into: "")
            cart = try await guest.put(store.tea, "1", into: cart)
            cart = try await guest.put(store.pot, "1", into: cart)
            let seen = await guest.page("/cart", cart)
            #expect(seen.status == 200 && seen.text.contains("POT-01") && seen.text.contains("TEA-100"))

            let shopper = try await Shopper(in: store)
            _ = await shopper.post("/api/cart/lines", #"{"productID":"\#(store.tea)","quantity":"5"}"#)
            let taken = await guest.page("/checkout", cart, token: shopper.token)
            #expect(taken.status == 303 && taken.header("location") == "/checkout")
            #expect(taken.header("set-cookie")?.contains("qiao_cart=; ") == true)
            // Taken over twice, as by two windows, is taken over once.
            _ = await guest.page("/checkout", cart, token: shopper.token)
            let own: CartContents = try await shopper.get("/api/cart").json()
            let quantities = Dictionary(own.lines.map { ($0.sku, $0.quantity) }) { $1 }
            #expect(quantities == ["POT-01": ExactDecimal(3), "TEA-100": ExactDecimal(5)])
        }
    }

    @Test func everyPageSaysHowMuchIsInTheCart() async throws {
        try await Store.open { store in
            func said(_ page: InProcessAnswer) -> String? {
                page.text.firstMatch(of: /qiao-cart-count">([^<]*)</).map { String($0.output.1) }
            }
            let guest = Guest(store: store)
            #expect(said(await guest.page("/shop", "")) == nil)
            var cart = try await guest.put(store.pot, "2", into: "")
            cart = try await guest.put(store.tea, "1", into: cart)
            #expect(said(await guest.page("/shop", cart)) == "3")

            let shopper = try await Shopper(in: store)
            #expect(said(await guest.page("/shop", "", token: shopper.token)) == nil)
            _ = await shopper.post("/api/cart/lines", #"{"productID":"\#(store.tea)","quantity":"5"}"#)
            #expect(said(await guest.page("/orders", "", token: shopper.token)) == "5")
        }
    }

    @Test func aMistypedNumberIsCorrectedInTheCart() async throws {
        try await Store.open { store in
            let shopper = try await Shopper(in: store)
            _ = await shopper.post("/api/cart/lines", #"{"productID":"\#(store.tea)","quantity":"50"}"#)
            let corrected = await shopper.post("/api/cart/lines/\(store.tea)/quantity", #"{"quantity":"5"}"#)
            #expect(corrected.status == 200, "\(corrected.text)")
            let own: CartContents = try await shopper.get("/api/cart").json()
            #expect(own.lines.map(\.quantity) == [ExactDecimal(5)])
            #expect(await shopper.post("/api/cart/lines/\(store.tea)/quantity", #"{"quantity":"0"}"#).status == 422)
            #expect(await shopper.post("/api/cart/lines/\(store.pot)/quantity", #"{"quantity":"1"}"#).status == 404)

            let guest = Guest(store: store)
            let cart = try await guest.put(store.pot, "20", into: "")
            let answer = await store.service.ask(
                "POST", "/api/guest-cart/lines/\(store.pot)/quantity",
                headers: ["Cookie": "qiao_cart=\(cart)", "Sec-Fetch-Site": "same-origin"], body: #"{"quantity":"2"}"#)
            #expect(answer.header("set-cookie")?.contains("\(store.pot)*2;") == true, "\(answer.text)")
        }
    }

    /// An order of more than there is would be refused: it is said before.
    @Test func theCartSaysThatThereIsLess() async throws {
        try await Store.open { store in
            let guest = Guest(store: store)
            for (wanted, isSaid) in [("1", false), ("9999", true)] {
                let cart = try await guest.put(store.pot, wanted, into: "")
                #expect(await guest.page("/cart", cart).text.contains("alert-warning") == isSaid, "\(wanted)")
            }
        }
    }

    @Test func whatABrowserMakesUpIsLeftOut() async throws {
        try await Store.open { store in
            let guest = Guest(store: store)
            for nonsense in [
                "x", "*", "..", "\(store.pot)*0", "\(store.pot)*-1", "\(store.pot)*1e9", "\(ProductID())*1",
            ] {
                let page = await guest.page("/cart", nonsense)
                #expect(page.status == 200 && !page.text.contains("POT-01"), "\(nonsense)")
            }
            let refused = await store.service.ask(
                "POST", "/api/guest-cart/lines", body: #"{"productID":"\#(ProductID())"}"#)
            #expect(refused.status == 422)
        }
    }
}

/// Somebody who is not signed in, and what their browser keeps.
private struct Guest {
    let store: Store

    func put(_ product: ProductID, _ quantity: String, into cart: String) async throws -> String {
        let answer = await store.service.ask(
            "POST", "/api/guest-cart/lines", headers: ["Cookie": "qiao_cart=\(cart)", "Sec-Fetch-Site": "same-origin"],
            body: #"{"productID":"\#(product)","quantity":"\#(quantity)"}"#)
        let field = try #require(answer.header("set-cookie"), "\(answer.text)")
        return String(field.dropFirst("qiao_cart=".count).prefix { $0 != ";" })
    }

    func page(_ path: String, _ cart: String, token: String? = nil) async -> InProcessAnswer {
        var headers = ["Accept": "text/html", "Cookie": "qiao_cart=\(cart)"]
        if let token { headers["Authorization"] = "Bearer \(token)" }
        return await store.service.ask("GET", path, headers: headers)
    }
}
