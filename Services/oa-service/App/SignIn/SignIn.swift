import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A sign-in name and its password, and the second factor of those who have one.
struct Credentials: Codable, Sendable {
    var login: String
    var password: String
    /// The code of the authenticator app, or a recovery code.
    var code: String?
    /// Where a form goes afterwards.
    var back: String?

    private enum CodingKeys: String, CodingKey { case login, password, code, back = "_back" }
}

/// Starts a session. The answer is the same whether the name or the password is wrong, and takes as long.
func signIn(_ input: Credentials, _ call: Call) async throws -> SessionStarted {
    let attempt = try await SignInAttempt.begin(account(input.login), call)
    let person = try await prove(input, attempt, call)
    if person.mustProveMore, input.code == nil {
        try await attempt.undone()
        if call.request.isForm { throw try await Redirect(toSecondStepOf: person, then: input.back, call) }
        throw person.isEnrolled ? Problem.secondFactorNeeded : .enrolmentNeeded
    }
    var amr = ["pwd"]
    if person.mustProveMore, let code = input.code {
        guard person.hasBegun else { throw Problem.enrolmentNeeded }
        try await check(code, of: person, attempt, call)
        amr.append("otp")
    }
    try await attempt.succeeded()
    return try await startSession(of: person.signedIn(amr), call)
}

/// What the attempts of a sign-in name are counted under.
func account(_ login: String) -> String { "staff:\(login.lowercased())" }

/// Whose name and password they are.
/// - Throws: ``Problem`` 401.
func prove(_ input: Credentials, _ attempt: SignInAttempt, _ call: Call) async throws -> Claimant {
    let person = try await Claimant.find("staff.login = \(input.login.lowercased())", call.database)
    guard try await Password.verify(input.password, person?.passwordHash), let person else {
        try await attempt.failed()
        throw Problem(
            type: "wrong-credentials", status: 401, title: "Not signed in",
            detail: "the sign-in name or the password is wrong")
    }
    if let hash = try await Password.renewed(input.password, person.passwordHash) {
        try await call.database.execute(
            """
            update staff set password_hash = \(hash)
            where staff_id = \(person.id) and password_hash = \(person.passwordHash)
            """)
    }
    return person
}

/// Who an active member of staff is now.
func personOfStaff(_ id: UUID, _ database: any PostgresExecutor) async throws -> Person? {
    struct Row: Decodable, Sendable { var name: String, nameZh: String?, roles: [Role] }
    let row: Row? = try await database.first(
        "select name, name_zh, roles from staff where staff_id = \(id) and active")
    return row.map { Person(id: id, name: $0.name, nameZh: $0.nameZh, kind: .staff, roles: Set($0.roles)) }
}

/// Who is signed in.
struct Me: Codable, Sendable {
    var id: UUID
    var name: String
    var roles: [Role]
}

func me(_ input: NoInput, _ call: Call) async throws -> Me {
    let person = try call.signedIn()
    return Me(id: person.id, name: person.name, roles: person.roles.sorted { $0.rawValue < $1.rawValue })
}
