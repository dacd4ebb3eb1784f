import Foundation
import Kernel
import Postgres
import Testing

@testable import OAApp
@testable import ServiceRuntime

extension Office {
    /// As six minutes later.
    fileprivate func waitSixMinutes() async throws {
        try await database.execute("update rt_session set proved_at = proved_at - interval '6 minutes'")
    }
}

/// What is sensitive needs a fresh proof of who one is.
@Suite struct ProofTests {
    @Test func whatIsSensitiveNeedsAProofOfTheLastFiveMinutes() async throws {
        try await Office.open { office in
            let desk = try await office.signIn("administrator").token
            let other = try await office.signIn("administrator").token
            let joe = "/oa/api/staff/\(office.joe.staffID)"
            let link = "\(joe)/password-resets"
            #expect(await office.post(link, desk).status == 201, "just signed in")
            try await office.waitSixMinutes()
            let routes = [
                ("POST", link), ("DELETE", "\(joe)/second-factor"), ("PUT", joe), ("POST", "/oa/api/staff"),
                ("POST", "/oa/api/api-keys"), ("POST", "/oa/api/me/second-factor/enrolments"),
            ]
            for (method, path) in routes {
                let answer = await office.service.ask(
                    method, path, headers: ["Authorization": "Bearer \(desk)", "Idempotency-Key": "k"], body: "{}")
                #expect(answer.status == 403 && office.type(answer) == "proof-needed", "\(method) \(path)")
            }
            #expect(await office.ask("GET", joe, desk).status == 200, "looking is not")
            let wrong = await office.post("/oa/api/me/proofs", desk, #"{"password":"a second password"}"#)
            #expect(wrong.status == 422)
            #expect(await office.post(link, desk).status == 403)
            #expect(await office.post("/oa/api/me/proofs", desk, #"{"password":"a first password"}"#).status == 201)
            #expect(await office.post(link, desk).status == 201)
            #expect(await office.post(link, other).status == 403, "this browser, not the other one")
        }
    }

    @Test func aCodeIsAProofToo() async throws {
        try await Office.open { office in
            let app = try await office.enrol("joe")
            let joe = try await office.signIn("joe").token
            try await office.waitSixMinutes()
            func prove(_ body: String) async -> Int { await office.post("/oa/api/me/proofs", joe, body).status }
            #expect(await prove("{}") == 422)
            #expect(await prove(#"{"code":"\#(app.code(step: app.stepOfNow + 7))"}"#) == 401)
            #expect(await prove(#"{"code":"\#(app.code(step: app.stepOfNow + 1))"}"#) == 201)
            let begin = await office.post("/oa/api/me/second-factor/enrolments", joe)
            #expect(begin.status == 409, "there is one already")
        }
    }

    @Test func aBrowserIsLedToTheProofAndBack() async throws {
        try await Office.open { office in
            var browser = Browser(office)
            try await browser.signIn("administrator")
            try await office.waitSixMinutes()
            let page = "/oa/staff/\(office.joe.staffID)"
            let sent = await browser.send("GET", page)
            #expect(sent.status == 303 && sent.header("location") == "/oa/prove?then=\(page)")
            let asked = await browser.send("GET", "/oa/prove?then=\(page)")
            #expect(asked.text.contains(#"name="_back" value="\#(page)""#))
            let form = "_back=\(page)&password=a+first+password&code="
            let proved = await browser.send("POST", "/oa/api/me/proofs", form: form)
            #expect(proved.status == 303 && proved.header("location") == page)
            #expect(await browser.send("GET", page).status == 200)
        }
    }
}
