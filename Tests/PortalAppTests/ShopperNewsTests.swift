import Foundation
import Kernel
import Postgres
import Testing

@testable import PortalApp
@testable import ServiceRuntime

/// Shoppers are told what happens to their accounts.
@Suite struct ShopperNewsTests {
    private func letters(_ store: Store) async throws -> [Message] {
        let letterbox = Letterbox()
        _ = try await Letters(context: store.service.context, sender: letterbox).sendAll()
        return await letterbox.messages
    }

    @Test func aChangedPasswordIsToldAtEveryAddress() async throws {
        try await Store.open { store in
            let lin = try await Member(in: store, phone: "+8613800138000")
            let token = try await lin.token()
            let change = #"{"currentPassword":"\#(Member.password)","newPassword":"heron 77 river"}"#
            #expect(await lin.ask("POST", "/api/account/password", token, change).status == 200)
            let told = try await letters(store)
            #expect(told.map(\.to).sorted() == ["+8613800138000", "lin@example.com"])
            let letter = try #require(told.first { $0.way == .email })
            #expect(letter.subject == "您的密码已更改 / Your password was changed")
            #expect(letter.text.contains("Was it not you?") && letter.text.contains("/account"))
            #expect(told.first { $0.way == .textMessage }?.text.contains("Was it not you?") == false, "it is short")
            #expect(!told.contains { $0.text.contains("heron") })
            #expect(try await letters(store).isEmpty, "once")
        }
    }

    @Test func aNewDeviceIsToldAndAKnownOneIsNot() async throws {
        try await Store.open { store in
            let lin = try await Member(in: store)
            _ = try await lin.token(agent: "one")
            #expect(try await letters(store).isEmpty, "the very first")
            _ = try await lin.token(agent: "two")
            let told = try await letters(store)
            #expect(told.map(\.to) == ["lin@example.com"])
            #expect(told.first?.text.contains("two") == true)
            _ = try await lin.token(agent: "one")
            #expect(try await letters(store).isEmpty)
        }
    }

    @Test func whatIsUndoneIsNotTold() async throws {
        try await Store.open { store in
            let lin = try await Member(in: store)
            let token = try await lin.token()
            for password in ["short", Member.password] {
                let change = #"{"currentPassword":"\#(Member.password)","newPassword":"\#(password)"}"#
                #expect(await lin.ask("POST", "/api/account/password", token, change).status == 422)
            }
            #expect(try await letters(store).isEmpty)
        }
    }
}
