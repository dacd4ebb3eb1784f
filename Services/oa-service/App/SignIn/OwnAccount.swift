import Foundation
import Kernel
import Messaging
import OADomain
import Postgres
import ServiceRuntime

/// A new password for oneself.
struct ChangePassword: Codable, Sendable {
    var currentPassword: String
    var newPassword: String
}

/// `POST me/password`: needs the current one; every other session of the person ends.
func changePassword(_ input: ChangePassword, _ call: Call) async throws -> Done {
    let (person, attempt) = try await check(input.currentPassword, call)
    try PasswordPolicy.check(input.newPassword, field: "newPassword", notLike: [person.login, person.name])
    guard input.newPassword != input.currentPassword else {
        throw Problem.invalid(field: "newPassword", "must not be the current one")
    }
    let hash = try await Password.hash(input.newPassword)
    let session = call.person?.sessionID
    try await call.transaction { tx in
        try await setPassword(hash, of: person.id, tx)
        try await AccountNews.passwordChanged.tell(person.id, call, tx)
        try await call.service.book().endAll(
            of: person.id.rawValue, except: session, because: .credentialsChanged, tx)
    }
    try await attempt.succeeded()
    return Done()
}

/// Whoever sits at a browser that was left open must not get further than it.
private func check(_ password: String, _ call: Call) async throws -> (Claimant, SignInAttempt) {
    let person = try await ownself(call)
    let attempt = try await SignInAttempt.begin(account(person.login), call)
    guard try await Password.verify(password, person.passwordHash) else {
        try await attempt.failed()
        throw Problem.invalid(field: "currentPassword", "is not the current password")
    }
    return (person, attempt)
}

func setPassword(_ hash: String, of id: StaffID, _ database: some PostgresExecutor) async throws {
    try await database.execute("update staff set password_hash = \(hash) where staff_id = \(id)")
    // A link that was on its way is not needed any more.
    try await database.execute(
        "update password_reset set used_at = now() where staff_id = \(id) and used_at is null")
}

/// `POST me/second-factor/enrolments`: who wants an authenticator app although their roles do not need one.
func beginOwnEnrolment(_ input: NoInput, _ call: Call) async throws -> Enrolment {
    try await begin(try await ownself(call), call)
}

func ownself(_ call: Call) async throws -> Claimant {
    let id = try call.signedIn().staffID
    guard let person = try await Claimant.find("staff.staff_id = \(id)", call.database) else {
        throw Problem.notFound("member of staff", id)
    }
    return person
}

/// `POST me/second-factor`: the first code.
func confirmEnrolment(_ input: SecondStep, _ call: Call) async throws -> Done {
    let person = try await ownself(call)
    guard person.hasBegun, !person.isEnrolled else {
        throw Problem.conflict("begin with an authenticator app first: it is there already, or none was begun with")
    }
    let attempt = try await SignInAttempt.begin(account(person.login), call)
    try await check(input.code, of: person, attempt, call)
    try await attempt.succeeded()
    return Done()
}

/// Codes for the day the authenticator app is lost.
struct RecoveryCodes: Codable, Sendable, ShowsOnce {
    let codes: [String]
    var shownOnce: String { codes.joined(separator: "\n") }
}

/// `POST me/recovery-codes`: ten new ones; those before are not good any more.
func makeRecoveryCodes(_ input: CurrentPassword, _ call: Call) async throws -> RecoveryCodes {
    let (person, attempt) = try await check(input.currentPassword, call)
    try await attempt.succeeded()
    guard person.isEnrolled else { throw Problem.conflict("begin with an authenticator app first") }
    let codes = (0..<10).map { _ in OneTimeToken.recoveryCode() }
    try await call.transaction { tx in
        try await tx.execute("delete from recovery_code where staff_id = \(person.id)")
        try await AccountNews.recoveryCodes.tell(person.id, call, tx)
        for code in codes {
            tx.write(
                "insert into recovery_code (staff_id, code_hash) values (\(person.id), \(OneTimeToken.hash(of: code)))")
        }
    }
    return RecoveryCodes(codes: codes)
}

struct CurrentPassword: Codable, Sendable {
    var currentPassword: String
}

/// `/oa/account`: one's own password, second factor and sessions.
struct AccountView: Codable, Sendable {
    struct Session: Codable, Sendable {
        let id: String, started: String, address: String, agent: String
        let current: Bool
    }
    struct Notice: Codable, Sendable {
        let id: String, title: String, at: String, address: String, agent: String
        let madeBy: String?
        let isNew: Bool
    }
    let login: String
    let isEnrolled: Bool
    let isNeeded: Bool
    let recoveryLeft: Int
    let recovery: [String]
    let begun: Enrolment?
    let hasNotices: Bool
    let notices: [Notice]
    let sessions: [Session]
}

func accountPage(_ input: NoInput, _ call: Call) async throws -> AccountView {
    let person = try await ownself(call)
    let left: Int = try await call.database.one(
        "select count(*) from recovery_code where staff_id = \(person.id) and used_at is null")
    let code = person.isEnrolled ? nil : try person.app(call.service)
    let notices = try await listAccountNotices(NoInput(), call).notices.map {
        AccountView.Notice(
            id: $0.id.text, title: call.text($0.news.titleKey), at: call.format($0.at),
            address: $0.address ?? "–", agent: Device(agent: $0.agent ?? "").text, madeBy: $0.madeBy,
            isNew: $0.seenAt == nil)
    }
    return AccountView(
        login: person.login, isEnrolled: person.isEnrolled, isNeeded: needsSecondFactor(person.roles),
        recoveryLeft: left, recovery: (call.shownOnce ?? "").split(separator: "\n").map(String.init),
        begun: code.map { Enrolment($0, login: person.login) }, hasNotices: !notices.isEmpty, notices: notices,
        sessions: try await goingOn(call).map {
            .init(
                id: $0.id.text, started: call.format($0.startedAt), address: $0.address ?? "–",
                agent: Device(agent: $0.agent ?? "").text, current: $0.current)
        })
}
