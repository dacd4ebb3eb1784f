import Foundation
import Kernel
import OADomain
import Postgres
import ServiceRuntime

/// Somebody who is signing in, before it is settled.
struct Claimant: Decodable, Sendable {
    let id: StaffID
    let login: String
    let name: String
    let nameZh: String?
    let roles: [Role]
    let passwordHash: String
    /// The encrypted secret of the authenticator app, from when on one was begun with, and the id of its key.
    let secret: String?
    let keyID: String?
    let enrolledAt: Date?

    static func find(_ condition: SQL, _ database: some PostgresExecutor) async throws -> Claimant? {
        try await database.first(
            """
            select staff.staff_id as id, login, name, name_zh, roles, password_hash, secret, key_id, enrolled_at
            from staff left join second_factor using (staff_id) where active and \(condition)
            """)
    }

    var hasBegun: Bool { secret != nil }
    var isEnrolled: Bool { enrolledAt != nil }
    /// Whether the password alone is not enough.
    var mustProveMore: Bool { isEnrolled || needsSecondFactor(roles) }

    func signedIn(_ amr: [String]) -> Person {
        Person(id: id.rawValue, name: name, nameZh: nameZh, kind: .staff, roles: Set(roles), amr: amr)
    }
}

extension Problem {
    /// 401: the password was right, and a code is needed beside it.
    static let secondFactorNeeded = Problem(
        type: "second-factor-needed", status: 401, title: "A code is needed as well",
        detail: "send code beside login and password: the six digits of the authenticator app, or a recovery code",
        fields: [FieldProblem(field: "code", message: "the code of the authenticator app, or a recovery code")])
    /// 401: the person must begin with an authenticator app first.
    static let enrolmentNeeded = Problem(
        type: "enrolment-needed", status: 401, title: "An authenticator app is needed first",
        detail: "POST login and password to /oa/api/second-factor/enrolments, then sign in with a code")
    /// 401: not the code of now, or used before.
    static let wrongCode = Problem(
        type: "wrong-code", status: 401, title: "The code is wrong or was used before",
        detail: "wait for the next code of the authenticator app, or use a recovery code",
        fields: [FieldProblem(field: "code", message: "wrong, or used before")])
}
