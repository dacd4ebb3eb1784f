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
    /// The code that was sent to the address, where one is needed.
    var code: String?
}

/// `POST shoppers`: registers and signs in. Sent again with the same password it only signs in, so that a client that
/// lost the answer can repeat it; no token is kept for that.
func registerShopper(_ input: RegisterShopper, _ codes: RegistrationCodes, _ call: Call) async throws -> SessionStarted
{
    let registration = try Registration(email: input.email, name: input.name)
    let email = registration.email.text
    try PasswordPolicy.check(input.password, notLike: [email, registration.name])
    let isKnown: Bool = try await call.database.one("select exists (select from shopper where email = \(email))")
    if isKnown, let person = try await shopper(email, input.password, call) {
        return try await call.startSession(person)
    }
    // Who is registered is told only to whoever reads the letters of the address.
    try await codes.check(input.code, of: email, call.database)
    if !isKnown, let started = try await add(registration, input.password, call) { return started }
    throw Problem.conflict("\(email) is registered already; sign in")
}

/// - Returns: nil when somebody registered under the address meanwhile.
private func add(_ registration: Registration, _ password: String, _ call: Call) async throws -> SessionStarted? {
    let hash = try await Password.hash(password)
    let id = ShopperID()
    let email = registration.email.text
    let new = Person(id: id.rawValue, name: registration.name, kind: .shopper, amr: ["pwd"])
    return try await call.service.transaction { tx in
        let added = try await tx.execute(
            """
            insert into shopper (shopper_id, email, name, password)
            values (\(id), \(email), \(registration.name), \(hash))
            on conflict on constraint shopper_email do nothing
            """)
        guard added == 1 else { return nil }
        tx.write("delete from registration_code where email = \(email) or expires_at < now()")
        tx.emit(ShopperRegistered(shopperID: id, name: registration.name, email: email))
        return try await call.startSession(new, in: tx)
    }
}
