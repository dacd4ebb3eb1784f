import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A sign-in name and its password.
struct Credentials: Codable, Sendable {
    var login: String
    var password: String
}

/// Starts a session. The answer is the same whether the name or the password is wrong, and takes as long.
func signIn(_ input: Credentials, _ call: Call) async throws -> SessionStarted {
    struct Row: Decodable, Sendable { var id: UUID, name: String, nameZh: String?, roles: [Role], passwordHash: String }
    let row: Row? = try await call.database.first(
        """
        select staff_id as id, name, name_zh, roles, password_hash from staff
        where login = \(input.login.lowercased()) and active
        """)
    guard try await Password.verify(input.password, row?.passwordHash), let row else {
        throw Problem(
            type: "wrong-credentials", status: 401, title: "Not signed in",
            detail: "the sign-in name or the password is wrong")
    }
    return try await call.startSession(
        Person(id: row.id, name: row.name, nameZh: row.nameZh, kind: .staff, roles: Set(row.roles), amr: ["pwd"]))
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
