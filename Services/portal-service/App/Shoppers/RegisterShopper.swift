import Kernel
import Messaging
import PortalDomain
import PortalEvents
import Postgres
import ServiceRuntime

struct RegisterShopper: Codable, Sendable {
    var email: String
    var name: String
    var password: String
}

/// `POST shoppers`: registers and signs in. Sent again with the same password it only signs in, so that a client that
/// lost the answer can repeat it; no token is kept for that.
func registerShopper(_ input: RegisterShopper, _ call: Call) async throws -> SessionStarted {
    let registration = try Registration(email: input.email, name: input.name)
    try PasswordPolicy.check(input.password, notLike: [registration.email.text, registration.name])
    let password = try await Password.hash(input.password)
    let id = ShopperID()
    let new = Person(id: id.rawValue, name: registration.name, kind: .shopper, amr: ["pwd"])
    let started: SessionStarted? = try await call.service.transaction { tx in
        let added = try await tx.execute(
            """
            insert into shopper (shopper_id, email, name, password)
            values (\(id), \(registration.email.text), \(registration.name), \(password))
            on conflict on constraint shopper_email do nothing
            """)
        guard added == 1 else { return nil }
        tx.emit(ShopperRegistered(shopperID: id, name: registration.name, email: registration.email.text))
        return try await call.startSession(new, in: tx)
    }
    if let started { return started }
    guard let known = try await shopper(registration.email.text, input.password, call) else {
        throw Problem.conflict("\(registration.email.text) is registered already; sign in")
    }
    return try await call.startSession(known)
}
