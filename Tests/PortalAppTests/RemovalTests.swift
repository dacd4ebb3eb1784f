import Foundation
import Kernel
import PortalEvents
import Postgres
import ServiceRuntime
import Testing

@testable import PortalApp

@Suite struct RemovalTests {
    private static let proof = #"{"currentPassword":"\#(Member.password)"}"#

    /// A member with a shipped order, a review and two cards.
    private func open(_ body: (Store, Member, String, OrderID) async throws -> Void) async throws {
        try await Store.open { store in
            let lin = try await Member(in: store, phone: "+8613800138000")
            let token = try await lin.token()
            _ = await lin.ask("POST", "/api/cart/lines", token, #"{"productID":"\#(store.pot)"}"#)
            let order: OrderChanged = try await lin.ask(
                "POST", "/api/orders", token, #"{"shipTo":"Lin, 1 Bridge Road"}"#
            ).json()
            try await store.accept(order)
            try await store.payThroughTheBank(order)
            try await store.ship(order)
            let review = #"{"orderID":"\#(order.id)","productID":"\#(store.pot)","stars":5,"text":"Lin likes it"}"#
            #expect(await lin.ask("POST", "/api/reviews", token, review).status == 201)
            let cards = [
                (token, #"{"name":"Lin","email":"other@example.com","message":"signed in"}"#),
                ("", #"{"name":"Lin","phone":"138 0013 8000","message":"not signed in"}"#),
                ("", #"{"name":"Ken","phone":"139 0013 9000","message":"of somebody else"}"#),
            ]
            for (token, card) in cards {
                let header = token.isEmpty ? [:] : ["Authorization": "Bearer \(token)"]
                let answer = await store.service.ask(
                    "POST", "/api/inquiries", headers: header.merging(["Idempotency-Key": UUID().uuidString]) { $1 },
                    body: card)
                #expect(answer.status == 201)
            }
            try await body(store, lin, token, order.id)
        }
    }

    @Test func onesDataAreThereToTakeAlong() async throws {
        try await open { store, lin, token, order in
            let data = try await lin.ask("GET", "/api/account/data", token).json(as: OwnData.self)
            #expect(data.profile.name == "Lin" && data.profile.phone == "+8613800138000")
            #expect(data.addresses == ["Lin, 1 Bridge Road"])
            #expect(data.orders.map(\.id) == [order] && data.orders.first?.lines.count == 1)
            #expect(data.reviews.map(\.text) == ["Lin likes it"])
            #expect(data.inquiries.map(\.message) == ["signed in", "not signed in"])
            #expect(data.points.balance == 300)
            #expect(data.sessions.count == 1)
            let other = try await Shopper(in: store)
            let others = try await other.get("/api/account/data").json(as: OwnData.self)
            #expect(others.orders.isEmpty && others.inquiries.isEmpty && others.reviews.isEmpty)
        }
    }

    @Test func whoGoesIsForgottenAndTheBooksStay() async throws {
        try await open { store, lin, token, order in
            let wrong = await lin.ask("POST", "/api/account/removal", token, #"{"currentPassword":"not mine at all"}"#)
            #expect(wrong.status == 422 && wrong.text.contains(#""field":"currentPassword""#))
            #expect(await lin.isIn(token))
            let cards: [InquiryID] = try await store.database.all(
                "select inquiry_id from inquiry where name = 'Lin' order by inquiry_id")
            #expect(await lin.ask("POST", "/api/account/removal", token, Self.proof).status == 200)
            #expect(await !lin.isIn(token))
            #expect(await lin.signIn().status == 401)
            let traces: Int = try await store.database.one(
                """
                select (select count(*) from shopper where num_nonnulls(name, email, phone, password) > 0)
                    + (select count(*) from web_order where ship_to like '%Lin%')
                    + (select count(*) from review) + (select count(*) from inquiry where name <> 'Ken')
                    + (select count(*) from rt_session where num_nonnulls(address, agent) > 0)
                    + (select count(*) from chain_event where label = 'Lin')
                """)
            #expect(traces == 0)
            #expect(try await store.figure("portal.points.balance") == "300")
            #expect(try await store.figure("portal.orders.shipped") == "1")
            #expect(try await store.figure("portal.shoppers.count") == "0")
            let body: String = try await store.database.one(
                "select body from msg_event where type = \(ShopperRemoved.type) and aggregate_id = \(lin.id)")
            let event = try WireJSON.decode(ShopperRemoved.self, from: Data(body.utf8))
            #expect(event.orderIDs == [order] && event.inquiryIDs == cards)
            let again = try await Member(in: store, phone: "+8613800138000")
            #expect(await again.signIn().status == 201, "the address is free again")
        }
    }

    @Test func anOrderUnderWayIsWaitedFor() async throws {
        try await Store.open { store in
            let lin = try await Member(in: store)
            let token = try await lin.token()
            _ = await lin.ask("POST", "/api/cart/lines", token, #"{"productID":"\#(store.pot)"}"#)
            let order: OrderChanged = try await lin.ask("POST", "/api/orders", token, #"{"shipTo":"Hangzhou"}"#).json()
            let refused = await lin.ask("POST", "/api/account/removal", token, Self.proof)
            #expect(refused.status == 409 && refused.text.contains(order.number))
            #expect(await lin.ask("POST", "/api/orders/\(order.id)/cancel", token, "{}").status == 200)
            #expect(await lin.ask("POST", "/api/account/removal", token, Self.proof).status == 200)
        }
    }
}
