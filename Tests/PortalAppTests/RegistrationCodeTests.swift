import Foundation
import Kernel
import Postgres
import ServiceRuntime
import Testing

@testable import PortalApp

@Suite struct RegistrationCodeTests {
    @Test func onlyTheOwnerOfAnAddressRegistersWithIt() async throws {
        let letterbox = Letterbox()
        try await Store.open(sending: letterbox) { store in
            func ask(_ email: String) async -> Int {
                await store.service.ask("POST", "/api/shopper-codes", body: #"{"email":"\#(email)"}"#).status
            }
            func register(_ code: String?, email: String = "lin@example.com") async -> InProcessAnswer {
                let code = code.map { #","code":"\#($0)""# } ?? ""
                return await store.service.ask(
                    "POST", "/api/shoppers",
                    body: #"{"email":"\#(email)","name":"Lin","password":"a long one indeed"\#(code)}"#)
            }
            let without = await register(nil)
            #expect(without.status == 422 && without.text.contains(#""field":"code""#))
            #expect(await ask("lin@example") == 422)
            #expect(await ask("Lin@example.com") == 201)
            let code = try #require(await letterbox.code(for: "lin@example.com"))
            #expect(await register(code, email: "other@example.com").status == 422)
            let wrong = code == "000000" ? "000001" : "000000"
            for _ in 0..<5 { #expect(await register(wrong).status == 422) }
            #expect(await register(code).status == 422, "five wrong ones, and it is good no more")
            #expect(await ask("lin@example.com") == 201)
            let next = try #require(await letterbox.code(for: "lin@example.com"))
            try await store.database.execute("update address_code set expires_at = now()")
            #expect(await register(next).status == 422, "ten minutes are over")
            #expect(await ask("lin@example.com") == 201)
            let last = try #require(await letterbox.code(for: "lin@example.com"))
            #expect(await register(last).status == 201)
            #expect(await register(last).status == 201, "a lost answer is asked for again")
            #expect(await ask("lin@example.com") == 201, "who is registered is not told")
            #expect(await letterbox.code(for: "lin@example.com")?.count != 6, "but in the letter")
        }
    }
}
