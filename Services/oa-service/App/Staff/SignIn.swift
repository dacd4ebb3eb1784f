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
        Person(id: row.id, name: row.name, nameZh: row.nameZh, kind: .staff, roles: Set(row.roles)))
}

/// Ends the session of this browser; a token that was handed out stays good until it expires.
func signOut(_ input: NoInput, _ call: Call) async throws -> SessionEnded { SessionEnded() }

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
