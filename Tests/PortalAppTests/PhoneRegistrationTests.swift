import Foundation
import Kernel
import PortalEvents
import Postgres
import ServiceRuntime
import Testing

@testable import PortalApp

@Suite struct PhoneRegistrationTests {
    private static let password = "kestrel 42 pond"

    private func signIn(_ contact: String, _ store: Store, password: String = Self.password) async -> Int {
        await store.service.ask(
            "POST", "/api/shopper-sessions", body: #"{"contact":"\#(contact)","password":"\#(password)"}"#
        ).status
    }

    @Test func whoHasTheMobilePhoneRegistersWithItAndSignsInWithIt() async throws {
        let letterbox = Letterbox()
        try await Store.open(sending: letterbox) { store in
            func register(_ code: String) async -> InProcessAnswer {
                await store.service.ask(
                    "POST", "/api/shoppers",
                    body: """
                        {"contact":"+86 138-0013-8000","name":"Lin","password":"\(Self.password)","code":"\(code)"}
                        """)
            }
            let asked = await store.service.ask("POST", "/api/shopper-codes", body: #"{"contact":"138 0013 8000"}"#)
            #expect(asked.status == 201 && asked.text.contains(#""contact":"+8613800138000""#))
            let code = try #require(await letterbox.code(for: "+8613800138000"))
            #expect(await letterbox.messages.map(\.way) == [.textMessage])
            #expect(await register("1").status == 422)
            let person = try (await register(code)).json(as: SessionStarted.self).person
            for typed in ["13800138000", "+8613800138000", "0086 138 0013 8000"] {
                #expect(await signIn(typed, store) == 201, "\(typed)")
            }
            #expect(await signIn("13800138000", store, password: "something else") == 401)
            #expect(await signIn("13900139000", store) == 401)
            #expect(await signIn("lin", store) == 422)
            let body: String = try await store.database.one(
                "select body from msg_event where aggregate_id = \(person.id.rawValue) order by sequence limit 1")
            let event = try WireJSON.decode(ShopperRegistered.self, from: Data(body.utf8))
            #expect(event.phone == "+8613800138000" && event.email == nil && event.name == "Lin")
            _ = await store.service.ask("POST", "/api/shopper-codes", body: #"{"contact":"13800138000"}"#)
            #expect(await letterbox.code(for: "+8613800138000")?.count != 6, "who is registered is told to sign in")
        }
    }

    @Test func theNumberItselfIsNoPassword() async throws {
        try await Store.open { store in
            for password in ["+8613800138000", "13800138000!"] {
                let answer = await store.service.ask(
                    "POST", "/api/shoppers",
                    body: #"{"contact":"13800138000","name":"Lin","password":"\#(password)"}"#)
                #expect(answer.status == 422 && answer.text.contains(#""field":"password""#))
            }
        }
    }

    @Test func failuresMakeOnesAccountWaitWhicheverAddressIsTyped() async throws {
        try await Store.open { store in
            let hash = try await Password.hash(Self.password)
            try await store.database.execute(
                """
                insert into shopper (shopper_id, email, phone, name, password)
                values (\(ShopperID()), 'lin@example.com', '+8613800138000', 'Lin', \(hash))
                """)
            #expect(await signIn("lin@example.com", store) == 201)
            #expect(await signIn("13800138000", store) == 201)
            for number in 0..<10 {
                let typed = number % 2 == 0 ? "lin@example.com" : "13800138000"
                #expect(await signIn(typed, store, password: "something else") == 401)
            }
            #expect(await signIn("lin@example.com", store) == 429)
            #expect(await signIn("13800138000", store) == 429)
        }
    }

    @Test func filesTellLettersFromTextMessages() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try #require(MessageFiles(["QIAO_MESSAGES": folder.path]))
        try await files.send(Message(to: "lin@example.com", subject: "Your code", text: "123456"))
        try await files.send(Message(to: "+8613800138000", by: .textMessage, subject: "Your code", text: "123456"))
        func text(_ name: String) throws -> String {
            try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
        #expect(try text("lin@example.com.txt") == "To: lin@example.com\nSubject: Your code\n\n123456\n")
        #expect(try text("+8613800138000.txt") == "Text message to: +8613800138000\n\n123456\n")
    }
}
