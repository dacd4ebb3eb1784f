import ERPEvents
import EventContracts
import Foundation
import Kernel
import PortalDomain
import Postgres
import ServiceRuntime
import Testing

@testable import PortalApp

@Suite struct OrderTests {
    @Test func theSameProductTwiceIsOneLine() async throws {
        try await Store.open { store in
            let shopper = try await Shopper(in: store)
            let line = #"{"productID":"\#(store.tea)","quantity":"2"}"#
            #expect(await shopper.post("/api/cart/lines", line, key: "a").status == 200)
            #expect(await shopper.post("/api/cart/lines", line, key: "a").status == 200)
            #expect(await shopper.post("/api/cart/lines", line, key: "b").status == 200)
            let cart: CartContents = try await shopper.get("/api/cart").json()
            #expect(cart.lines.map(\.quantity) == [ExactDecimal(4)])
            // 88.00 × 4 = 352.00; 13 % of it is 45.76.
            #expect(cart.total == Money(minor: 397_76))
            #expect(await shopper.post("/api/cart/lines", #"{"productID":"\#(ProductID())"}"#).status == 422)
            #expect(
                await shopper.post("/api/cart/lines", #"{"productID":"\#(store.tea)","quantity":"0.5"}"#).status == 422)
        }
    }

    @Test func anOrderFreezesThePrices() async throws {
        try await Store.open { store in
            let shopper = try await Shopper(in: store)
            _ = await shopper.post("/api/cart/lines", #"{"productID":"\#(store.pot)"}"#)
            let first = await shopper.post("/api/orders", #"{"shipTo":"Hangzhou"}"#, key: "order")
            let again = await shopper.post("/api/orders", #"{"shipTo":"Hangzhou"}"#, key: "order")
            #expect(first.text == again.text)
            #expect(await shopper.post("/api/orders", #"{"shipTo":"Hangzhou"}"#).status == 422)
            let order: OrderChanged = try first.json()
            let body: String = try await store.database.one(
                "select body from msg_event where type = 'portal.web-order.placed'")
            #expect(body.contains(#""total":{"amount":"300.00","currency":"CNY"}"#))
            try await store.database.execute("update product set list_price = 1")
            #expect(try await shopper.look(at: order).total == Store.potTotal)
        }
    }

    @Test func staffSeeWhoOrdered() async throws {
        try await Store.open { store in
            let shopper = try await Shopper(in: store)
            _ = await shopper.post("/api/cart/lines", #"{"productID":"\#(store.pot)"}"#)
            let order: OrderChanged = try await shopper.post("/api/orders", #"{"shipTo":"Hangzhou"}"#).json()
            let tom = Person(id: UUID(), name: "Tom", kind: .staff, roles: [.support])
            let headers = ["Authorization": "Bearer \(try await store.service.token(for: tom))"]
            let name: String = try await store.database.one("select name from shopper")
            for query in ["", "?q=\(name.prefix(2))"] {
                let seen: Paged<OrderSummary> = try await store.service.ask(
                    "GET", "/api/orders\(query)", headers: headers
                ).json()
                #expect(seen.items.map(\.shopperName) == [name])
            }
            let page = await store.service.ask(
                "GET", "/orders/\(order.id)", headers: headers.merging(["Accept": "text/html"]) { $1 })
            #expect(page.text.contains(name))
            let own: Paged<OrderSummary> = try await shopper.get("/api/orders").json()
            #expect(own.items.map(\.shopperName) == [nil])
            #expect(own.items.map(\.goods) == ["POT-01 × 1"])
        }
    }

    @Test func twoOrdersAtOnceTakeTheCartOnce() async throws {
        try await Store.open { store in
            let shopper = try await Shopper(in: store)
            _ = await shopper.post("/api/cart/lines", #"{"productID":"\#(store.pot)"}"#)
            let statuses = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<6 {
                    group.addTask { await shopper.post("/api/orders", #"{"shipTo":"Hangzhou"}"#).status }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [201, 422, 422, 422, 422, 422])
        }
    }

    @Test func erpRefuses() async throws {
        try await Store.open { store in
            let shopper = try await Shopper(in: store)
            let order = try await shopper.order()
            let refusal = SalesOrderRejected(
                orderID: order.id, number: order.number, channel: .web, reason: "POT-01: 0 of 1 available")
            try await store.deliver(refusal, to: orderRejected)
            let seen = try await shopper.look(at: order)
            #expect(seen.state == .rejected && seen.reason == "POT-01: 0 of 1 available")
            #expect(await shopper.post("/api/orders/\(order.id)/cancel").status == 409)
        }
    }

    /// Who pays by transfer is told where to, or whom to ask.
    @Test func aTransferHasAnAccount() async throws {
        let variables = [
            "QIAO_DATABASE_URL": "postgres://x@127.0.0.1/x", "QIAO_AMQP_URL": "amqp://x@127.0.0.1",
            "QIAO_BANK_HOLDER": "Bridge & Co", "QIAO_BANK_NAME": "Bank of Ningbo", "QIAO_BANK_ACCOUNT": "6222 0001",
        ]
        func page(paidTo account: BankAccount?) async throws -> String {
            var page = ""
            try await Store.open(paidTo: account) { store in
                let shopper = try await Shopper(in: store)
                let order = try await shopper.acceptedOrder()
                page = await store.service.ask(
                    "GET", "/orders/\(order.id)",
                    headers: ["Authorization": "Bearer \(shopper.token)", "Accept": "text/html"]
                ).text
            }
            return page
        }
        let told = try await page(paidTo: ServiceConfiguration(environment: variables).bankAccount)
        for words in ["Bridge &amp; Co", "Bank of Ningbo", "6222 0001"] { #expect(told.contains(words), "\(words)") }
        #expect(!told.contains("收款账户"))
        #expect(try await page(paidTo: nil).contains("<a href=\"/contact\">留言给我们，我们会告知收款账户</a>"))
        #expect(throws: ServiceConfiguration.Faults.self) {
            try ServiceConfiguration(environment: variables.filter { $0.key != "QIAO_BANK_NAME" })
        }
    }

    /// ERP accepted before it heard of the cancellation.
    @Test func whatIsCancelledStaysCancelled() async throws {
        try await Store.open { store in
            let shopper = try await Shopper(in: store)
            let order = try await shopper.order()
            #expect(await shopper.post("/api/orders/\(order.id)/cancel").status == 200)
            try await store.accept(order)
            #expect(try await shopper.look(at: order).state == .cancelled)
            #expect(try await store.figure("portal.orders.accepted") == "0")
        }
    }

    @Test func pointsComeWithTheShipmentOnce() async throws {
        try await Store.open { store in
            let shopper = try await Shopper(in: store)
            let order = try await shopper.shippedOrder()
            try await store.ship(order)
            let points: PointsStatement = try await shopper.get("/api/points").json()
            #expect(points.balance == 300)
            #expect(points.lots.map(\.earned) == [300])
            let earned: Int = try await store.database.one(
                "select count(*) from msg_event where type = 'portal.points.earned'")
            #expect(earned == 1)
            #expect(try await store.figure("portal.points.balance") == store.figure("portal.points.expected"))
        }
    }

    @Test func onlyBuyersReviewAndOnlyOnce() async throws {
        try await Store.open { store in
            let buyer = try await Shopper(in: store)
            let other = try await Shopper(in: store)
            let waiting = try await buyer.acceptedOrder()
            let shipped = try await buyer.shippedOrder()
            func review(_ order: OrderChanged, _ product: ProductID) -> String {
                #"{"orderID":"\#(order.id)","productID":"\#(product)","stars":4,"text":"good"}"#
            }
            #expect(await buyer.post("/api/reviews", review(waiting, store.pot)).status == 409)
            #expect(await buyer.post("/api/reviews", review(shipped, store.tea)).status == 422)
            #expect(await other.post("/api/reviews", review(shipped, store.pot)).status == 404)
            #expect(await buyer.post("/api/reviews", review(shipped, store.pot)).status == 201)
            #expect(await buyer.post("/api/reviews", review(shipped, store.pot)).status == 409)
            let product: ShopProduct = try await buyer.get("/api/products/\(store.pot)").json()
            #expect(product.reviews == 1 && product.stars == ExactDecimal(4))
        }
    }

    @Test func ordersOfOthersAreNotShown() async throws {
        try await Store.open { store in
            let order = try await Shopper(in: store).order()
            let other = try await Shopper(in: store)
            #expect(await other.get("/api/orders/\(order.id)").status == 404)
            #expect(await other.post("/api/orders/\(order.id)/cancel").status == 404)
        }
    }
}
