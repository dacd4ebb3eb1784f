import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// The cookie of a browser that gave a right password and still owes a code.
private let stepCookie = "qiao_step"

extension Redirect {
    /// To the page that asks for the code, or shows how to begin with an authenticator app.
    init(toSecondStepOf person: Claimant, then: String?, _ call: Call) async throws {
        let token = OneTimeToken()
        try await call.database.execute("delete from sign_in_step where expires_at < now()")
        try await call.database.execute(
            """
            insert into sign_in_step (token_hash, staff_id, expires_at)
            values (\(token.hash), \(person.id), now() + interval '10 minutes')
            """)
        let page = person.isEnrolled ? "code" : "enrolment"
        self.init(
            to: "/oa/sign-in/\(page)?then=\(urlEncoded(localPath(then), keepsSlashes: true))",
            cookies: [Cookie(stepCookie, token.text, seconds: 600, path: "/oa")])
    }
}

/// A path on this site, or the start page.
func localPath(_ path: String?) -> String {
    guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("\\") else { return "/" }
    return path
}

/// Who the browser is half signed in as; it is asked to begin again when that was too long ago.
private func claimant(_ call: Call) async throws -> Claimant {
    let token = call.cookie(stepCookie) ?? ""
    let person = try await Claimant.find(
        """
        staff.staff_id = (select staff_id from sign_in_step
            where token_hash = \(OneTimeToken.hash(of: token)) and expires_at > now())
        """, call.database)
    guard let person else {
        let isProgram = call.request.method == "POST" && !call.request.isForm
        throw isProgram ? Problem.notSignedIn : Redirect(to: "/oa/sign-in")
    }
    return person
}

/// The code of a browser's second step.
struct SecondStep: Codable, Sendable {
    var code: String
}

/// `POST sessions/code`: the second step of a sign-in with a browser.
func signInWithCode(_ input: SecondStep, _ call: Call) async throws -> SessionStarted {
    let person = try await claimant(call)
    let attempt = try await SignInAttempt.begin(account(person.login), call)
    try await check(input.code, of: person, attempt, call)
    try await attempt.succeeded()
    try await call.database.execute("delete from sign_in_step where staff_id = \(person.id)")
    return try await startSession(of: person.signedIn(["pwd", "otp"]), call)
}

/// Where a second step leads.
struct StepQuery: Codable, Sendable {
    var then: String?
}

struct CodeView: Codable, Sendable {
    let name: String
    let then: String
}

/// `sign-in/code`
func codePage(_ query: StepQuery, _ call: Call) async throws -> CodeView {
    let person = try await claimant(call)
    return CodeView(name: call.name(person.name, person.nameZh), then: localPath(query.then))
}

struct EnrolmentView: Codable, Sendable {
    let name: String
    let secret: String
    let uri: String
}

/// `sign-in/enrolment`: for those whose roles need a second factor, before anything else.
func enrolmentPage(_ query: StepQuery, _ call: Call) async throws -> EnrolmentView {
    let person = try await claimant(call)
    if person.isEnrolled {
        throw Redirect(to: "/oa/sign-in/code?then=\(urlEncoded(localPath(query.then), keepsSlashes: true))")
    }
    let enrolment = try await begin(person, call)
    return EnrolmentView(
        name: call.name(person.name, person.nameZh), secret: grouped(enrolment.secret), uri: enrolment.uri)
}

/// In groups of four, to be typed.
func grouped(_ secret: String) -> String {
    stride(from: 0, to: secret.count, by: 4).map { String(secret.dropFirst($0).prefix(4)) }.joined(separator: " ")
}
