import Foundation
import Kernel
import PortalEvents
import Postgres
import ServiceRuntime
import Testing

@testable import PortalApp

@Suite struct ShopperAccountTests {
    @Test func aPasswordIsChangedByWhoKnowsItAndEndsTheOtherSessions() async throws {
        try await Store.open { store in
            let lin = try await Member(in: store)
            let (here, there) = (try await lin.token(), try await lin.token())
            func change(_ current: String, to new: String) async -> InProcessAnswer {
                await lin.ask(
                    "POST", "/api/account/password", here, #"{"currentPassword":"\#(current)","newPassword":"\#(new)"}"#
                )
            }
            let wrong = await change("not my password", to: "heron 77 river")
            #expect(wrong.status == 422 && wrong.text.contains(#""field":"currentPassword""#))
            for new in ["short", "lin@example.com", Member.password] {
                let refused = await change(Member.password, to: new)
                #expect(refused.status == 422 && refused.text.contains(#""field":"newPassword""#), "\(new)")
            }
            #expect(await lin.isIn(there))
            #expect(await change(Member.password, to: "heron 77 river").status == 200)
            #expect(await lin.isIn(here))
            #expect(await !lin.isIn(there))
            #expect(await lin.signIn().status == 401)
            #expect(await lin.signIn("heron 77 river").status == 201)
        }
    }

    @Test func aPasswordStoredAsItOnceWasIsStoredAnewAtTheSignIn() async throws {
        try await Store.open { store in
            let lin = try await Member(in: store)
            // RFC 7914, section 12.
            let old = "scrypt$16384$8$1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046_2o-7qQT44-qbVD9lRdofI"
            try await store.database.execute("update shopper set password = \(old) where shopper_id = \(lin.id)")
            func stored() async throws -> String {
                try await store.database.one("select password from shopper where shopper_id = \(lin.id)")
            }
            #expect(await lin.signIn("guessed").status == 401)
            #expect(try await stored() == old)
            #expect(await lin.signIn("pleaseletmein").status == 201)
            let new = try await stored()
            #expect(new.hasPrefix("$argon2id$"))
            #expect(await lin.signIn("pleaseletmein").status == 201)
            #expect(try await stored() == new)
        }
    }

    @Test func guessingTheCurrentPasswordMakesOneWait() async throws {
        try await Store.open { store in
            let lin = try await Member(in: store)
            let token = try await lin.token()
            let guess = #"{"currentPassword":"not my password","newPassword":"heron 77 river"}"#
            for _ in 0..<10 { #expect(await lin.ask("POST", "/api/account/password", token, guess).status == 422) }
            #expect(await lin.ask("POST", "/api/account/password", token, guess).status == 429)
        }
    }

    @Test func onesSessionsAreSeenAndEnded() async throws {
        try await Store.open { store in
            let lin = try await Member(in: store)
            let phone = try await lin.token(agent: "Mozilla/5.0 (iPhone) Safari/604.1")
            let (tablet, desk) = (try await lin.token(), try await lin.token())
            func others() async throws -> [OpenSession] {
                struct List: Decodable { let sessions: [OpenSession] }
                return try await lin.ask("GET", "/api/shopper-sessions", desk).json(as: List.self).sessions
                    .filter { !$0.current }
            }
            #expect(try await others().count == 2)
            let page = await lin.ask("GET", "/account", desk)
            #expect(page.status == 200 && page.text.contains("Safari · iPhone"))
            let onPhone = try #require(try await others().first { $0.agent?.contains("iPhone") ?? false })
            #expect(await lin.ask("DELETE", "/api/shopper-sessions/\(onPhone.id)", desk).status == 200)
            #expect(await !lin.isIn(phone))
            #expect(await lin.isIn(tablet))
            #expect(await lin.ask("POST", "/api/shopper-sessions/end-others", desk).status == 200)
            #expect(await !lin.isIn(tablet))
            #expect(await lin.isIn(desk))
            #expect(await lin.ask("POST", "/api/shopper-sessions/end-all", desk).status == 200)
            #expect(await !lin.isIn(desk))
        }
    }

    /// Of two things that are missing one is not told alone.
    @Test func whoTypesNothingSeesAllThatIsMissing() async throws {
        try await Store.open { store in
            func signIn(_ fields: String) async -> String {
                await store.service.ask(
                    "POST", "/api/shopper-sessions",
                    headers: [
                        "Accept": "text/html", "Host": "qiao.test", "Origin": "http://qiao.test",
                        "Referer": "http://qiao.test/shopper/sign-in",
                        "Content-Type": "application/x-www-form-urlencoded",
                    ], body: fields
                ).text
            }
            func wrong(_ page: String) -> [String] {
                page.matches(of: /<input[^>]*name="([^"]*)"[^>]*>/).filter { $0.output.0.contains("is-invalid") }
                    .map { String($0.output.1) }
            }
            let page = await signIn("contact=&password=")
            #expect(wrong(page) == ["contact", "password"] && page.contains(">为必填项<"))
            #expect(wrong(await signIn("contact=&password=x")) == ["contact"])
            #expect(wrong(await signIn("contact=li%40example.com&password=")) == ["password"])
        }
    }

    @Test func aNewNameIsTheirsEverywhere() async throws {
        try await Store.open { store in
            let lin = try await Member(in: store, phone: "+8613800138000")
            let before = try await lin.token()
            #expect(await lin.ask("PUT", "/api/account", before, #"{"name":" "}"#).status == 422)
            #expect(await lin.ask("PUT", "/api/account", before, #"{"name":" Lin Mei "}"#).status == 200)
            #expect(await !lin.isIn(before), "the token says the old name")
            let own = try await lin.ask("GET", "/api/account", try await lin.token()).json(as: ShopperAccount.self)
            #expect(own.name == "Lin Mei" && own.email == "lin@example.com" && own.phone == "+8613800138000")
            #expect(try await store.published(about: lin.id.rawValue).contains(ShopperChanged.type))
        }
    }
}
