import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// Checks a code; the first right one of an authenticator app that was begun with makes it the person's.
/// - Throws: ``Problem`` 401.
func check(_ code: String, of person: Claimant, _ attempt: SignInAttempt, _ call: Call) async throws {
    guard try await isRight(code, person, call) else {
        try await attempt.failed()
        throw Problem.wrongCode
    }
    guard !person.isEnrolled else { return }
    try await call.transaction { tx in try await AccountNews.appAdded.tell(person.id, call, tx) }
}

private func isRight(_ code: String, _ person: Claimant, _ call: Call) async throws -> Bool {
    if code.filter({ !$0.isWhitespace }).count == 6 {
        guard let app = try person.app(call.service), let step = app.step(of: code) else { return false }
        let sealed = try person.sealedAnew(call.service)
        // One statement: of two who come with the same code, one is right. Old steps' codes are wrong by themselves.
        let taken = try await call.database.execute(
            """
            update second_factor set enrolled_at = coalesce(enrolled_at, now()),
                used_steps = array(select used from unnest(used_steps) as used where used > \(step) - 4) || \(step)::bigint,
                secret = coalesce(\(sealed?.text), secret), key_id = coalesce(\(sealed?.keyID), key_id)
            where staff_id = \(person.id) and secret = \(person.secret) and not \(step)::bigint = any(used_steps)
            """)
        return taken == 1
    }
    guard person.isEnrolled else { return false }
    let hash = OneTimeToken.hash(of: code.uppercased().filter { !$0.isWhitespace })
    return try await call.database.execute(
        """
        update recovery_code set used_at = now()
        where staff_id = \(person.id) and code_hash = \(hash) and used_at is null
        """) == 1
}

/// A secret for an authenticator app, in two forms.
struct Enrolment: Codable, Sendable {
    /// In base32, to be typed.
    let secret: String
    /// For a picture that the app reads.
    let uri: String

    init(_ code: TimeBasedCode, login: String) {
        (secret, uri) = (code.base32, code.uri(account: login, issuer: "Qiao"))
    }
}

/// Who begins before they can sign in: those whose roles need it.
struct BeginEnrolment: Codable, Sendable {
    var login: String
    var password: String
    /// One's own secret, in base32; one is made when nil.
    var secret: String?
}

/// `POST second-factor/enrolments`
func beginEnrolment(_ input: BeginEnrolment, _ call: Call) async throws -> Enrolment {
    let attempt = try await SignInAttempt.begin(account(input.login), call)
    let person = try await prove(Credentials(login: input.login, password: input.password), attempt, call)
    try await attempt.undone()
    let brought = try input.secret.map { text in
        guard let code = TimeBasedCode(base32: text) else {
            throw Problem.invalid(field: "secret", "must be at least 20 bytes in base32: 32 letters A–Z and digits 2–7")
        }
        return code
    }
    return try await begin(person, call, bringing: brought)
}

/// The secret to begin with: the same one until it is confirmed.
func begin(_ person: Claimant, _ call: Call, bringing brought: TimeBasedCode? = nil) async throws -> Enrolment {
    guard !person.isEnrolled else {
        throw Problem.conflict("there is an authenticator app already; an administrator can take it away")
    }
    let code = try brought ?? person.app(call.service) ?? TimeBasedCode()
    let sealed = try code.sealed(of: person.id, call.service)
    let begun = try await call.database.execute(
        """
        insert into second_factor (staff_id, secret, key_id) values (\(person.id), \(sealed.text), \(sealed.keyID))
        on conflict (staff_id) do update set secret = excluded.secret, key_id = excluded.key_id, begun_at = now()
        where second_factor.enrolled_at is null
        """)
    guard begun == 1 else { throw Problem.conflict("there is an authenticator app already") }
    return Enrolment(code, login: person.login)
}
