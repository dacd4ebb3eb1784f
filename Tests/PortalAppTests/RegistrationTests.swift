import Kernel
import Postgres
import ServiceRuntime
import Testing

@testable import PortalApp

@Suite struct RegistrationTests {
    @Test func repeatingARegistrationSignsIn() async throws {
        try await Store.open { store in
            for email in ["lin@example.com", " LIN@example.com "] {
                let answer = await store.service.ask(
                    "POST", "/api/shoppers", body: #"{"email":"\#(email)","name":"Lin","password":"a long one indeed"}"#
                )
                #expect(answer.status == 201)
                let token = try answer.json(as: SessionStarted.self).token
                let cart = await store.service.ask("GET", "/api/cart", headers: ["Authorization": "Bearer \(token)"])
                #expect(cart.status == 200)
            }
            #expect(try await store.figure("portal.shoppers.count") == "1")
            let stranger = await store.service.ask(
                "POST", "/api/shoppers",
                body: #"{"email":"lin@example.com","name":"Not Lin","password":"another one indeed"}"#)
            #expect(stranger.status == 409)
            let wrong = await store.service.ask(
                "POST", "/api/shopper-sessions", body: #"{"email":"lin@example.com","password":"another one indeed"}"#)
            #expect(wrong.status == 401)
            let events: Int = try await store.database.one(
                "select count(*) from msg_event where type = 'portal.shopper.registered'")
            #expect(events == 1)
        }
    }

    @Test func aCardBecomesAnInquiryOnce() async throws {
        try await Store.open { store in
            let card = #"{"name":"Ken","phone":"138","message":"call me"}"#
            for _ in 0..<2 {
                let answer = await store.service.ask(
                    "POST", "/api/inquiries", headers: ["Idempotency-Key": "card"], body: card)
                #expect(answer.status == 201)
            }
            let events: Int = try await store.database.one(
                "select count(*) from msg_event where type = 'portal.inquiry.submitted'")
            #expect(events == 1)
            let lost = await store.service.ask(
                "POST", "/api/inquiries", headers: ["Idempotency-Key": "lost"],
                body: #"{"name":"Ken","message":"call me"}"#)
            #expect(lost.status == 422)
        }
    }
}
