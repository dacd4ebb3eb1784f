import Foundation
import Kernel
import Postgres
import Testing

@testable import OAApp
@testable import ServiceRuntime

/// Signing in, with all that can be wrong about it.
@Suite struct SignInTests {
    @Test func failuresMakeEveryoneWaitAlsoWhoeverDoesNotExist() async throws {
        try await Office.open { office in
            for login in ["joe", "nobody"] {
                try await office.database.execute(
                    """
                    insert into rt_sign_in_attempt (subject, failures, last_at, locked_until)
                    values (\(OneTimeToken.hash(of: "staff:\(login)")), 10, now(), now() + interval '30 seconds')
                    """)
            }
            let answers = [await office.tryToSignIn("joe", "x"), await office.tryToSignIn("nobody", "x")]
            #expect(answers.map(\.status) == [429, 429])
            #expect(answers[0].text == answers[1].text)
            #expect(answers[0].header("retry-after") == "30")
        }
    }

    @Test func attemptsAreOnRecord() async throws {
        try await Office.open { office in
            try await office.give("joe", Office.password)
            #expect(await office.tryToSignIn("joe", "guessed").status == 401)
            #expect(await office.tryToSignIn("joe", Office.password).status == 201)
            let entries: [String] = try await office.database.all(
                """
                select actor_name || ' ' || action || ' ' || input from rt_audit where kind = 'sign_in'
                order by entry_id
                """)
            #expect(
                entries == [
                    #" fails to sign in {"account": "staff:joe"}"#, #"Joe signs in {"by": "pwd"}"#,
                ])
        }
    }

    @Test func aPasswordFromBeforeTheRulesStillSignsIn() async throws {
        try await Office.open { office in
            try await office.give("joe", "password1")
            #expect(await office.tryToSignIn("joe", "password1").status == 201)
        }
    }

    @Test func aPasswordStoredAsItOnceWasIsStoredAnewAtTheSignIn() async throws {
        try await Office.open { office in
            // RFC 7914, section 12.
            let old = "scrypt$16384$8$1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046_2o-7qQT44-qbVD9lRdofI"
            try await office.database.execute("update staff set password_hash = \(old) where login = 'joe'")
            func stored() async throws -> String {
                try await office.database.one("select password_hash from staff where login = 'joe'")
            }
            #expect(await office.tryToSignIn("joe", "guessed").status == 401)
            #expect(try await stored() == old)
            #expect(await office.tryToSignIn("joe", "pleaseletmein").status == 201)
            let new = try await stored()
            #expect(new.hasPrefix("$argon2id$"))
            #expect(await office.tryToSignIn("joe", "pleaseletmein").status == 201)
            #expect(try await stored() == new)
        }
    }

    @Test func aPasswordIsChangedByWhoKnowsItAndEndsTheOtherSessions() async throws {
        try await Office.open { office in
            try await office.give("joe", Office.password)
            let (desk, phone) = (try await office.signIn("joe"), try await office.signIn("joe"))
            func change(_ current: String, _ new: String) async -> InProcessAnswer {
                await office.post(
                    "/oa/api/me/password", desk.token, #"{"currentPassword":"\#(current)","newPassword":"\#(new)"}"#)
            }
            let wrong = await change("not the one", "another long one")
            #expect(wrong.status == 422 && wrong.text.contains("currentPassword"))
            let common = await change(Office.password, "password1234")
            #expect(common.status == 422 && common.text.contains("newPassword"))
            #expect(await change(Office.password, "another long one").status == 200)
            #expect(await office.status(desk.token) == 200)
            #expect(await office.problem(phone.token) == "session-revoked")
            #expect(await office.tryToSignIn("joe", "another long one").status == 201)
        }
    }

    @Test func anAdministratorsLinkSetsAPasswordOnce() async throws {
        try await Office.open { office in
            let administrator = try await office.signIn("administrator")
            let joe = try await office.signIn("joe")
            let path = "/oa/api/staff/\(office.joe.staffID)/password-resets"
            #expect(await office.post(path, joe.token).status == 403)
            let first = try await office.post(path, administrator.token).json(as: ResetLink.self)
            let second = try await office.post(path, administrator.token).json(as: ResetLink.self)
            func reset(_ link: ResetLink, _ password: String = "another long one") async -> Int {
                let token = link.link.split(separator: "=").last ?? ""
                return await office.service.ask(
                    "POST", "/oa/api/password-resets", body: #"{"token":"\#(token)","newPassword":"\#(password)"}"#
                ).status
            }
            #expect(await reset(first) == 409, "a newer one was made")
            #expect(await reset(second, "short") == 422)
            #expect(await reset(second) == 200)
            #expect(await reset(second) == 409)
            #expect(await office.problem(joe.token) == "session-revoked")
            let third = try await office.post(path, administrator.token).json(as: ResetLink.self)
            try await office.database.execute("update password_reset set expires_at = now() where used_at is null")
            #expect(await reset(third) == 409, "a day is over")
            let stored: String = try await office.database.one("select string_agg(token_hash, ' ') from password_reset")
            #expect(!stored.contains(second.link.suffix(20)))
        }
    }
}

/// Codes of an authenticator app.
@Suite struct SecondFactorTests {
    @Test func whoseRoleNeedsItBeginsWithAnAppFirst() async throws {
        try await Office.open { office in
            let password = "a first password"
            #expect(await office.type(office.tryToSignIn("administrator", password)) == "enrolment-needed")
            let begun = try await office.service.ask(
                "POST", "/oa/api/second-factor/enrolments",
                body: #"{"login":"administrator","password":"\#(password)"}"#
            ).json(as: Enrolment.self)
            #expect(await office.type(office.tryToSignIn("administrator", password)) == "enrolment-needed")
            let app = try #require(TimeBasedCode(base32: begun.secret))
            let now = Int64(Date().timeIntervalSince1970) / 30
            #expect(
                await office.type(office.tryToSignIn("administrator", password, app.code(step: now + 7)))
                    == "wrong-code")
            #expect(await office.tryToSignIn("administrator", password, app.code(step: now)).status == 201)
            let again = await office.tryToSignIn("administrator", password, app.code(step: now))
            #expect(office.type(again) == "wrong-code", "each is good once")
            #expect(await office.type(office.tryToSignIn("administrator", password)) == "second-factor-needed")
            let session = try await office.tryToSignIn("administrator", password, app.code(step: now + 1))
                .json(as: SessionStarted.self)
            #expect(await office.service.context.amr(of: session.token) == ["pwd", "otp"])
        }
    }

    @Test func recoveryCodesAreGoodOnce() async throws {
        try await Office.open { office in
            try await office.give("joe", Office.password)
            let joe = try await office.signIn("joe")
            let begun = try await office.post("/oa/api/me/second-factor/enrolments", joe.token).json(as: Enrolment.self)
            let app = try #require(TimeBasedCode(base32: begun.secret))
            let code = app.code(step: Int64(Date().timeIntervalSince1970) / 30)
            #expect(await office.post("/oa/api/me/second-factor", joe.token, #"{"code":"\#(code)"}"#).status == 200)
            let codes = try await office.post(
                "/oa/api/me/recovery-codes", joe.token, #"{"currentPassword":"\#(Office.password)"}"#
            ).json(as: RecoveryCodes.self).codes
            #expect(Set(codes).count == 10)
            #expect(await office.tryToSignIn("joe", Office.password, codes[3].lowercased()).status == 201)
            #expect(await office.type(office.tryToSignIn("joe", Office.password, codes[3])) == "wrong-code")
            let administrator = try await office.signIn("administrator")
            let taken = await office.service.ask(
                "DELETE", "/oa/api/staff/\(office.joe.staffID)/second-factor",
                headers: ["Authorization": "Bearer \(administrator.token)", "Idempotency-Key": "k"])
            #expect(taken.status == 200)
            #expect(await office.problem(joe.token) == "session-revoked")
        }
    }

    @Test func whoMistypesAPasswordTypesItAgainInTheSameForm() async throws {
        try await Office.open { office in
            let refused = await office.service.ask(
                "POST", "/oa/api/sessions",
                headers: [
                    "Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "en",
                    "Referer": "http://127.0.0.1:8080/oa/sign-in?then=/oa/trips",
                ], body: "login=joe&password=a+wrong+password&_back=/oa/trips")
            #expect(refused.status == 401)
            #expect(refused.text.contains("The sign-in name or the password is wrong"))
            #expect(refused.text.contains(#"value="joe""#) && !refused.text.contains("a wrong password"))
            #expect(refused.text.contains(#"name="_back" value="/oa/trips""#))
        }
    }

    @Test func aBrowserIsLedThroughBothSteps() async throws {
        try await Office.open { office in
            var browser = Browser(office)
            let form = "login=administrator&password=a+first+password&_back=/oa/staff"
            let sent = await browser.send("POST", "/oa/api/sessions", form: form)
            #expect(sent.header("location") == "/oa/sign-in/enrolment?then=/oa/staff")
            let page = await browser.send("GET", "/oa/sign-in/enrolment?then=/oa/staff")
            let shown = try #require(page.text.firstMatch(of: /secret=([A-Z2-7]+)/)?.1)
            let app = try #require(TimeBasedCode(base32: String(shown)))
            #expect(page.text.contains(grouped(app.base32)) && page.text.contains("otpauth://"))
            #expect(browser.cookies["qiao_session"] == nil, "not before the code")
            let now = Int64(Date().timeIntervalSince1970) / 30
            let wrong = await browser.send("POST", "/oa/api/sessions/code", form: "code=000000x")
            #expect(wrong.status == 401)
            let done = await browser.send(
                "POST", "/oa/api/sessions/code", form: "code=\(app.code(step: now))&_back=/oa/account")
            #expect(done.header("location") == "/oa/account")
            let account = await browser.send("GET", "/oa/account")
            #expect(account.status == 200)
            browser.cookies = [:]
            let second = await browser.send("POST", "/oa/api/sessions", form: form)
            #expect(second.header("location") == "/oa/sign-in/code?then=/oa/staff")
        }
    }
}

extension Office {
    static let password = "a long pass phrase"

    func give(_ login: String, _ password: String) async throws {
        let hash = try await Password.hash(password)
        try await database.execute("update staff set password_hash = \(hash) where login = \(login)")
    }

    func tryToSignIn(_ login: String, _ password: String, _ code: String? = nil) async -> InProcessAnswer {
        let code = code.map { #","code":"\#($0)""# } ?? ""
        return await service.ask(
            "POST", "/oa/api/sessions", body: #"{"login":"\#(login)","password":"\#(password)"\#(code)}"#)
    }

    func post(_ path: String, _ token: String, _ body: String = "{}") async -> InProcessAnswer {
        await service.ask("POST", path, headers: ["Authorization": "Bearer \(token)"], body: body)
    }

    /// The kind of a problem.
    func type(_ answer: InProcessAnswer) -> String? {
        struct Body: Decodable { let type: String }
        return (try? answer.json(as: Body.self).type)?.replacing("urn:qiao:problem:", with: "")
    }
}

extension ServiceContext {
    fileprivate func amr(of token: String) async -> [String]? {
        (try? await sessions.person(of: token))??.amr
    }
}
