import Kernel
import Postgres
import ServiceRuntime
import Testing

@testable import PortalApp

@Suite struct ForgottenPasswordTests {
    private static let new = "heron 77 river"

    private func ask(_ contact: String, _ store: Store) async -> InProcessAnswer {
        await store.service.ask("POST", "/api/shopper-password-codes", body: #"{"contact":"\#(contact)"}"#)
    }

    private func replace(
        _ code: String, _ store: Store, _ contact: String = "lin@example.com", to new: String = Self.new
    )
        async -> Int
    {
        await store.service.ask(
            "POST", "/api/shopper-password-resets",
            body: #"{"contact":"\#(contact)","code":"\#(code)","newPassword":"\#(new)"}"#
        ).status
    }

    @Test func aCodeSetsANewOneOnceAndEndsEverySession() async throws {
        let letterbox = Letterbox()
        try await Store.open(sending: letterbox) { store in
            let lin = try await Member(in: store, phone: "+8613800138000")
            let token = try await lin.token()
            for _ in 0..<10 { #expect(await lin.signIn("not my password").status == 401) }
            #expect(await lin.signIn().status == 429)
            #expect(await ask("138 0013 8000", store).status == 201)
            let code = try #require(await letterbox.code(for: "+8613800138000"))
            #expect(await replace(code, store) == 422, "it was sent to the phone, not to the address")
            #expect(await replace(code, store, "13800138000", to: "short") == 422)
            #expect(await replace(code, store, "13800138000") == 200)
            #expect(await replace(code, store, "13800138000", to: "another 88 lake") == 422, "it is good once")
            #expect(await !lin.isIn(token))
            #expect(await lin.signIn(Self.new).status == 201, "and the waiting is over")
        }
    }

    @Test func nobodyIsToldWhoIsRegistered() async throws {
        let letterbox = Letterbox()
        try await Store.open(sending: letterbox) { store in
            _ = try await Member(in: store)
            let (known, unknown) = (await ask("lin@example.com", store), await ask("mei@example.com", store))
            #expect(known.status == 201 && unknown.status == 201)
            #expect(known.text.replacing("lin@", with: "mei@") == unknown.text)
            #expect(await letterbox.code(for: "mei@example.com")?.count != 6, "but in the letter")
            #expect(await replace("1", store) == 422)
            #expect(await replace("1", store, "mei@example.com") == 422)
        }
    }

    @Test func codesAreGoodForWhatTheyWereAskedForAndForFiveTries() async throws {
        let letterbox = Letterbox()
        try await Store.open(sending: letterbox) { store in
            _ = await store.service.ask("POST", "/api/shopper-codes", body: #"{"contact":"lin@example.com"}"#)
            let registration = try #require(await letterbox.code(for: "lin@example.com"))
            _ = try await Member(in: store)
            #expect(await replace(registration, store) == 422)
            #expect(await ask("lin@example.com", store).status == 201)
            let code = try #require(await letterbox.code(for: "lin@example.com"))
            for _ in 0..<5 { #expect(await replace(code == "000000" ? "000001" : "000000", store) == 422) }
            #expect(await replace(code, store) == 422, "five wrong ones, and it is good no more")
        }
    }

    @Test func withoutASenderNoPasswordIsReplaced() async throws {
        try await Store.open { store in
            _ = try await Member(in: store)
            #expect(await ask("lin@example.com", store).status == 409)
            #expect(await replace("", store) == 422)
        }
    }
}
