import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A link with which somebody chooses a new password, once.
struct ResetLink: Codable, Sendable, ShowsOnce {
    let link: String
    let expiresAt: Date
    var shownOnce: String { link }
}

/// `POST staff/{id}/password-resets`: the administrator hands the link over; one made before is not good any more. What
/// it answers is not stored, as a command's answer would be.
func makeResetLink(_ input: StaffPath, _ call: Call) async throws -> ResetLink {
    let token = OneTimeToken()
    let maker = try call.signedIn().staffID
    guard try await Member.find(input.id, call.database) != nil else {
        throw Problem.notFound("member of staff", input.id)
    }
    let expiresAt: Date = try await call.transaction { tx in
        try await tx.execute(
            "update password_reset set used_at = now() where staff_id = \(input.id) and used_at is null")
        try await AccountNews.passwordLink.tell(input.id, call, tx)
        return try await tx.one(
            """
            insert into password_reset (token_hash, staff_id, made_by, expires_at)
            values (\(token.hash), \(input.id), \(maker), now() + interval '24 hours') returning expires_at
            """)
    }
    let base = call.service.configuration.publicURL
    return ResetLink(link: "\(base)/oa/password-reset?token=\(token.text)", expiresAt: expiresAt)
}

/// A new password by a link.
struct ResetPassword: Codable, Sendable {
    var token: String
    var newPassword: String
}

/// `POST password-resets`: sets the password; every session ends, and waiting for failed attempts too.
func resetPassword(_ input: ResetPassword, _ call: Call) async throws -> Done {
    guard let person = try await owner(of: input.token, call.database) else { throw Problem.linkUsed }
    try PasswordPolicy.check(input.newPassword, field: "newPassword", notLike: [person.login, person.name])
    let hash = try await Password.hash(input.newPassword)
    try await call.transaction { tx in
        let used = try await tx.execute(
            """
            update password_reset set used_at = now()
            where token_hash = \(OneTimeToken.hash(of: input.token)) and used_at is null and expires_at > now()
            """)
        guard used == 1 else { throw Problem.linkUsed }
        try await setPassword(hash, of: person.id, tx)
        try await AccountNews.passwordChanged.tell(person.id, call, tx)
        try await SignInAttempt.forget(account(person.login), tx)
        try await call.service.book().endAll(of: person.id.rawValue, because: .credentialsChanged, tx)
    }
    return Done()
}

private func owner(of token: String, _ database: PostgresPool) async throws -> Claimant? {
    try await Claimant.find(
        """
        staff.staff_id = (select staff_id from password_reset
            where token_hash = \(OneTimeToken.hash(of: token)) and used_at is null and expires_at > now())
        """, database)
}

extension Problem {
    /// 409: the link was used, is too old, or another was made since.
    fileprivate static let linkUsed = Problem(
        type: "link-used", status: 409, title: "This link is not good any more",
        detail: "it was used or is older than a day; ask an administrator for another one")
}

struct ResetQuery: Codable, Sendable {
    var token: String
}

struct ResetView: Codable, Sendable {
    let login: String
    let token: String
}

/// `/oa/password-reset`
func passwordResetPage(_ query: ResetQuery, _ call: Call) async throws -> ResetView {
    guard let person = try await owner(of: query.token, call.database) else { throw Problem.linkUsed }
    return ResetView(login: person.login, token: query.token)
}

/// `DELETE staff/{id}/second-factor`: for somebody who lost their authenticator app and their recovery codes. They are
/// signed out, and asked to begin anew if their roles need it.
func takeSecondFactorAway(_ input: StaffPath, _ call: CommandCall) async throws -> Done {
    try await call.tx.execute("delete from recovery_code where staff_id = \(input.id)")
    let taken = try await call.tx.execute("delete from second_factor where staff_id = \(input.id)")
    guard taken == 1 else { throw Problem.notFound("authenticator app of", input.id) }
    try await AccountNews.appTaken.tell(input.id, call, call.tx)
    try await call.service.book().endAll(of: input.id.rawValue, because: .credentialsChanged, call.tx)
    return Done()
}
