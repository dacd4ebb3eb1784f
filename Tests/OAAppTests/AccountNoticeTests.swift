import Foundation
import Kernel
import Postgres
import Testing

@testable import OAApp
@testable import ServiceRuntime

/// A letterbox that keeps what comes, once it is open.
private actor Letterbox: MessageSender {
    struct Closed: Error {}
    private(set) var letters: [Message] = []
    private var isOpen = true

    func close() { isOpen = false }
    func open() { isOpen = true }

    func send(_ message: Message) async throws {
        guard isOpen else { throw Closed() }
        letters.append(message)
    }
}

extension Office {
    /// What somebody was told, the newest first.
    fileprivate func told(_ person: Person) async throws -> [AccountNotice] {
        try await listAccountNotices(NoInput(), call(person)).notices
    }

    fileprivate func send(by letterbox: Letterbox) async throws {
        _ = try await Letters(context: service.context, sender: letterbox).sendAll()
    }

    fileprivate func giveAddress(_ login: String) async throws {
        try await database.execute("update staff set email = login || '@example.com' where login = \(login)")
    }
}

extension AccountNotice {
    /// Something that Joe is told.
    fileprivate static func ofJoe(in office: Office) async throws {
        let (call, joe) = (office.call(office.joe), office.joe.staffID)
        try await call.transaction { tx in try await AccountNews.recoveryCodes.tell(joe, call, tx) }
        #expect(try await office.database.one("select count(*) from rt_letter", as: Int.self) == 1)
    }
}

/// People are told what happens to their accounts.
@Suite struct AccountNoticeTests {
    @Test func whatAStrangerCouldDoWithASessionIsTold() async throws {
        try await Office.open { office in
            try await office.giveAddress("joe")
            _ = try await office.enrol("joe")
            let joe = try await office.signIn("joe").token
            let own = #"{"currentPassword":"\#(Office.password)"}"#
            #expect(await office.post("/oa/api/me/recovery-codes", joe, own).status == 201)
            let change = #"{"currentPassword":"\#(Office.password)","newPassword":"another long one"}"#
            #expect(await office.post("/oa/api/me/password", joe, change).status == 200)
            let told = try await office.told(office.joe)
            #expect(told.map(\.news) == [.passwordChanged, .recoveryCodes, .appAdded])
            #expect(told.allSatisfy { $0.madeBy == nil && $0.seenAt == nil })
            #expect(try await office.openTodos(of: office.joe) == 3)
            let letterbox = Letterbox()
            try await office.send(by: letterbox)
            let letters = await letterbox.letters
            #expect(letters.map(\.to) == Array(repeating: "joe@example.com", count: 3))
            let last = try #require(letters.last)
            #expect(last.subject == "您的密码已更改 / Your password was changed")
            #expect(last.text.contains("Was it not you?") && last.text.contains("/oa/account"))
            #expect(!letters.contains { $0.text.contains("another long one") })
        }
    }

    @Test func whatAnAdministratorDoesIsTold() async throws {
        try await Office.open { office in
            try await office.giveAddress("joe")
            _ = try await office.enrol("joe")
            let token = try await office.signIn("administrator").token
            #expect(await office.post("/oa/api/staff/\(office.joe.staffID)/password-resets", token).status == 201)
            let taken = await office.service.ask(
                "DELETE", "/oa/api/staff/\(office.joe.staffID)/second-factor",
                headers: ["Authorization": "Bearer \(token)", "Idempotency-Key": "k"])
            #expect(taken.status == 200)
            let administrator = try #require(try await office.service.context.sessions.person(of: token))
            let member = try #require(try await Member.find(office.joe.staffID, office.database))
            var changed = ChangeStaff(id: member.id, name: member.name, roles: member.roles, managerLogin: "ben")
            changed.email = "joe@elsewhere.example"
            _ = try await office.act(administrator, changeStaff, changed)
            let told = try await office.told(office.joe)
            #expect(told.map(\.news) == [.emailChanged, .appTaken, .passwordLink, .appAdded])
            #expect(told.map(\.madeBy) == ["administrator", "administrator", "administrator", nil])
            let letterbox = Letterbox()
            try await office.send(by: letterbox)
            #expect(
                await letterbox.letters.suffix(2).map(\.to).sorted() == ["joe@elsewhere.example", "joe@example.com"],
                "the address before is told too")
        }
    }

    @Test func aNewDeviceIsToldAndAKnownOneIsNot() async throws {
        try await Office.open { office in
            try await office.give("joe", Office.password)
            let form = "login=joe&password=a+long+pass+phrase"
            var desk = Browser(office)
            var phone = Browser(office)
            #expect(await desk.send("POST", "/oa/api/sessions", form: form).status == 303)
            #expect(try await office.told(office.joe).isEmpty, "the very first")
            #expect(await phone.send("POST", "/oa/api/sessions", form: form).status == 303)
            #expect(try await office.told(office.joe).map(\.news) == [.newDevice])
            #expect(await desk.send("POST", "/oa/session/sign-out", form: "").status == 303)
            for _ in 0..<2 { #expect(await desk.send("POST", "/oa/api/sessions", form: form).status == 303) }
            #expect(try await office.told(office.joe).count == 1)
            #expect(await office.tryToSignIn("joe", Office.password).status == 201)
            #expect(await office.tryToSignIn("joe", Office.password).status == 201)
            #expect(try await office.told(office.joe).count == 2, "a program is one too")
            let stored: String = try await office.database.one(
                "select string_agg(device_hash, ' ') from rt_known_device")
            #expect(!stored.contains(try #require(desk.cookies["qiao_device"])))
        }
    }

    @Test func whoTakesNoteIsRemindedNoMore() async throws {
        try await Office.open { office in
            _ = try await office.enrol("joe")
            let notice = try #require(try await office.told(office.joe).first)
            await #expect(throws: Problem.self, "it is not Ben's") {
                _ = try await office.act(office.ben, noteAccountNotice, AccountNoticePath(id: notice.id))
            }
            for _ in 0..<2 {
                _ = try await office.act(office.joe, noteAccountNotice, AccountNoticePath(id: notice.id))
            }
            #expect(try await office.openTodos(of: office.joe) == 0)
            #expect(try await office.told(office.joe).first?.seenAt != nil)
        }
    }

    @Test func lettersWaitForTheirSenderADayLong() async throws {
        try await Office.open { office in
            try await office.giveAddress("joe")
            _ = try await office.enrol("joe")
            let letterbox = Letterbox()
            await letterbox.close()
            let letters = Letters(context: office.service.context, sender: letterbox)
            #expect(try await letters.sendAll() == 1)
            await letterbox.open()
            #expect(try await letters.sendAll() == 1, "not so soon again")
            try await office.database.execute("update rt_letter set send_after = now()")
            #expect(try await letters.sendAll() == 0)
            #expect(await letterbox.letters.count == 1)
            try await AccountNotice.ofJoe(in: office)
            try await office.database.execute("update rt_letter set written_at = now() - interval '25 hours'")
            #expect(try await letters.sendAll() == 0)
            #expect(await letterbox.letters.count == 1)
            try await AccountNotice.ofJoe(in: office)
            #expect(try await Letters(context: office.service.context, sender: nil).sendAll() == 0)
        }
    }
}
