import Foundation
import Kernel
import PortalDomain
import Postgres
import ServiceRuntime

struct SignInShopper: Codable, Sendable {
    var email: String
    var password: String
}

/// `POST shopper-sessions`
func signInShopper(_ input: SignInShopper, _ call: Call) async throws -> SessionStarted {
    let email = (try? EmailAddress(input.email))?.text ?? ""
    guard let person = try await shopper(email, input.password, call) else {
        throw Problem(
            type: "wrong-sign-in", status: 401, title: "Email or password is wrong",
            detail: "check both, or register")
    }
    return try await call.startSession(person)
}

/// Who a shopper is now.
func personOfShopper(_ id: UUID, _ database: any PostgresExecutor) async throws -> Person? {
    let name: String? = try await database.first("select name from shopper where shopper_id = \(id)")
    return name.map { Person(id: id, name: $0, kind: .shopper) }
}

/// The shopper of that address, if the password is right; takes as long when there is none.
/// - Throws: ``Problem`` 429 when too many attempts went wrong.
func shopper(_ email: String, _ password: String, _ call: Call) async throws -> Person? {
    let attempt = try await SignInAttempt.begin("shopper:\(email)", call)
    let row: ShopperRow? = try await call.database.first(
        "select shopper_id, name, password from shopper where email = \(email)")
    guard try await Password.verify(password, row?.password), let row else {
        try await attempt.failed()
        return nil
    }
    try await attempt.succeeded()
    return Person(id: row.shopperID.rawValue, name: row.name, kind: .shopper, amr: ["pwd"])
}

private struct ShopperRow: Decodable, Sendable {
    let shopperID: ShopperID
    let name: String
    let password: String
}
