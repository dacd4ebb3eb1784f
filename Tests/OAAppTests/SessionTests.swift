import Foundation
import Kernel
import Postgres
import Testing

@testable import OAApp
@testable import ServiceRuntime

/// Sessions from beginning to end, through HTTP.
@Suite struct SessionTests {
    @Test func aSessionGoesOnWithNewTokensAndAStolenOneEndsIt() async throws {
        try await Office.open { office in
            let first = try await office.signIn("ben")
            let second = try #require(try await office.refresh(first.refreshToken))
            #expect(second.refreshToken != first.refreshToken)
            #expect(await office.status(second.token) == 200)
            // The other tab asked at the same moment.
            let tab = try #require(try await office.refresh(first.refreshToken))
            #expect(await office.status(tab.token) == 200)
            let third = try #require(try await office.refresh(second.refreshToken))
            // That spent the other tab's as well, and the first one is no longer the one before.
            #expect(try await office.refresh(first.refreshToken) == nil)
            #expect(await office.problem(third.token) == "session-revoked", "one of two who have it is a thief")
            #expect(try await office.refresh(third.refreshToken) == nil)
            #expect(try await office.published(about: office.ben.id).last == "oa.session.revoked")
        }
    }

    @Test func theGraceIsShort() async throws {
        try await Office.open { office in
            let first = try await office.signIn("ben")
            _ = try await office.refresh(first.refreshToken)
            try await office.database.execute(
                "update rt_refresh_token set spent_at = spent_at - interval '11 seconds' where spent_at is not null")
            #expect(try await office.refresh(first.refreshToken) == nil)
            #expect(await office.problem(first.token) == "session-revoked")
        }
    }

    @Test func signingOutEndsThisSessionOrAll() async throws {
        try await Office.open { office in
            let (desk, phone) = (try await office.signIn("ben"), try await office.signIn("ben"))
            let list = await office.ask("GET", "/oa/api/sessions", desk.token)
            #expect(list.text.components(separatedBy: "startedAt").count == 3)
            #expect(await office.ask("DELETE", "/oa/api/sessions", desk.token).status == 200)
            #expect(await office.problem(desk.token) == "session-revoked")
            #expect(try await office.refresh(desk.refreshToken) == nil)
            #expect(await office.status(phone.token) == 200)
            let again = try await office.signIn("ben")
            #expect(await office.ask("POST", "/oa/api/sessions/end-all", again.token).status == 200)
            for token in [phone.token, again.token] { #expect(await office.problem(token) == "session-revoked") }
            #expect(try await office.refresh(phone.refreshToken) == nil)
        }
    }

    @Test func newRolesApplyAtOnceAndWhoLeftIsOut() async throws {
        try await Office.open { office in
            let joe = try await office.signIn("joe")
            func change(_ roles: [Role], leaves: BusinessDate? = nil) async throws {
                _ = try await office.act(
                    office.ben, changeStaff,
                    ChangeStaff(
                        id: office.joe.staffID, name: "Joe", roles: roles, managerLogin: "ben", leavesOn: leaves))
            }
            try await change([.sales])
            #expect(await office.status(joe.token) == 200, "nothing is different")
            try await change([.sales, .marketing])
            #expect(await office.problem(joe.token) == "session-revoked")
            let renewed = try #require(try await office.refresh(joe.refreshToken))
            #expect(renewed.person.roles == [.marketing, .sales])
            #expect(await office.status(renewed.token) == 200)
            try await change([.sales, .marketing], leaves: .today.adding(days: -1))
            #expect(await office.problem(renewed.token) == "session-revoked")
            #expect(try await office.refresh(renewed.refreshToken) == nil)
        }
    }

    @Test func anEndedTokenSaysHowToGoOn() async throws {
        try await Office.open { office in
            let issuer = try await office.service.context.sessionIssuer()
            let over = try await issuer.token(office.ben, expiresAt: Date(timeIntervalSinceNow: -1))
            let answer = await office.ask("GET", "/oa/api/me", over)
            #expect(answer.status == 401)
            #expect(answer.text.contains("urn:qiao:problem:session-expired"))
            #expect(answer.text.contains("/oa/api/sessions/refresh"))
        }
    }
}

/// What a browser does with it.
@Suite struct BrowserSessionTests {
    @Test func aPageAndAFormGoOnWithoutTheirPersonNoticing() async throws {
        try await Office.open { office in
            var browser = Browser(office)
            try await browser.signIn("joe")
            browser.cookies["qiao_session"] = nil
            let page = await browser.send("GET", "/oa/trips?limit=5")
            #expect(page.status == 200)
            #expect(browser.path == "/oa/trips?limit=5")
            browser.cookies["qiao_session"] = nil
            browser.cookies["qiao_renewed"] = nil
            let form = "purpose=Meet&visitName=Ken&from=2027-03-01&to=2027-03-02&budget.amount=10&_key=k1"
            let filed = await browser.send("POST", "/oa/api/trips", form: form)
            #expect(filed.status == 303)
            let trips: Int = try await office.database.one("select count(*) from trip")
            #expect(trips == 1)
        }
    }

    @Test func whoseSessionEndedIsAskedToSignInOnce() async throws {
        try await Office.open { office in
            var browser = Browser(office)
            try await browser.signIn("ben")
            try await office.database.execute("update rt_session set ended_at = now(), reason = 'signed_out'")
            browser.cookies["qiao_session"] = nil
            let answer = await browser.send("GET", "/oa/trips")
            #expect(answer.header("location") == "/oa/sign-in?then=/oa/trips")
            #expect(browser.cookies["qiao_signed_in"] == nil && browser.cookies["qiao_refresh"] == nil)
        }
    }

    @Test func signingOutAtTheDoorRevokes() async throws {
        try await Office.open { office in
            var browser = Browser(office)
            try await browser.signIn("ben")
            let token = try #require(browser.cookies["qiao_session"])
            #expect(
                await browser.send("POST", "/oa/session/sign-out", form: "", origin: "https://evil.example").status
                    == 403)
            #expect(await office.status(token) == 200)
            #expect(await browser.send("POST", "/oa/session/sign-out", form: "").status == 303)
            #expect(await office.problem(token) == "session-revoked")
            #expect(browser.cookies["qiao_session"] == nil)
        }
    }

    @Test func theDoorLeadsNowhereElse() async throws {
        try await Office.open { office in
            for then in ["https://evil.example/", "//evil.example", "/\\evil.example"] {
                let answer = await office.service.ask("GET", "/oa/session/refresh?then=\(then)")
                #expect(answer.status == 307)
                #expect(answer.header("location") == "/")
            }
        }
    }
}

/// Keys follow each other without anyone being signed out.
@Suite struct KeyRotationTests {
    @Test func theNextKeyIsPublishedBeforeItSigns() async throws {
        try await Office.open { office in
            let context = office.service.context
            let before = try await office.signIn("ben")
            let kid = SessionKeys.keyID(of: before.token)
            let soon = Date(timeIntervalSinceNow: 84 * 86_400)
            try await SigningKeys.keepFresh(office.service.definition, context, now: soon)
            try await SigningKeys.keepFresh(office.service.definition, context, now: soon)
            #expect(try await SigningKeys.own(office.database).count == 2, "once, however often it is looked")
            try await context.sessions.load()
            let published: Int = try await office.database.one(
                "select count(distinct aggregate_id) from msg_event where type = 'oa.signing-key.published'")
            #expect(published == 2)
            let after = try await office.signIn("ben")
            #expect(SessionKeys.keyID(of: after.token) == kid, "its time has not come")
            // Ninety days later.
            try await office.database.execute("update rt_session_key set signs_from = signs_from - interval '91 days'")
            try await context.sessions.load()
            let later = try await office.signIn("ben")
            #expect(SessionKeys.keyID(of: later.token) != kid)
            for session in [before, after, later] { #expect(await office.status(session.token) == 200) }
            let ends: [Date] = try await office.database.all(
                "select valid_until from rt_signing_key order by valid_until")
            let nearest = try #require(ends.first)
            #expect(nearest < soon.addingTimeInterval(7 * 86_400), "the old one's end came near")
        }
    }

    @Test func aWithdrawnKeyVerifiesNothingAndSessionsGoOn() async throws {
        try await Office.open { office in
            let context = office.service.context
            let before = try await office.signIn("ben")
            #expect(await office.status(before.token) == 200)
            _ = try await SigningKeys.rotate(
                office.service.definition, context, by: office.ben, withdrawing: true)
            #expect(await office.ask("GET", "/oa/api/me", before.token).status == 401)
            let after = try #require(try await office.refresh(before.refreshToken))
            #expect(await office.status(after.token) == 200)
        }
    }
}
