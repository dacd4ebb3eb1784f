import Kernel
import Messaging
import PortalDomain
import PortalEvents
import Postgres
import ServiceRuntime

struct RegisterShopper: Codable, Sendable {
    /// An e-mail address or the number of a mobile phone.
    var contact: String?
    /// The same, as it was named when it could be an e-mail address only.
    var email: String?
    var name: String
    var password: String
    /// The code that was sent to the address, where one is needed.
    var code: String?
}

/// `POST shoppers`: registers and signs in. Sent again with the same password it only signs in, so that a client that
/// lost the answer can repeat it; no token is kept for that.
func registerShopper(_ input: RegisterShopper, _ codes: AddressCodes, _ call: Call) async throws -> SessionStarted {
    let registration = try Registration(address: input.contact ?? input.email ?? "", name: input.name)
    let address = registration.address
    try PasswordPolicy.check(input.password, notLike: address.spellings + [registration.name])
    let isKnown: Bool = try await call.database.one("select exists (select from shopper where \(address.isTheirs))")
    if isKnown, let (own, person) = try await shopper(address, input.password, call) {
        return try await startSession(of: own, person, call)
    }
    // Who is registered is told only to whoever reads the messages of the address.
    if codes.areSent { try await codes.check(input.code, .register, of: address, call.database) }
    if !isKnown, let started = try await add(registration, input.password, codes, call) { return started }
    throw Problem.conflict("\(address.text) is registered already; sign in")
}

/// - Returns: nil when somebody registered under the address meanwhile.
private func add(
    _ registration: Registration, _ password: String, _ codes: AddressCodes, _ call: Call
) async throws -> SessionStarted? {
    let hash = try await Password.hash(password)
    let id = ShopperID()
    let (email, phone) = (registration.address.email, registration.address.phone)
    let new = Person(id: id.rawValue, name: registration.name, kind: .shopper, amr: ["pwd"])
    return try await call.service.transaction { tx in
        let added = try await tx.execute(
            """
            insert into shopper (shopper_id, email, phone, name, password, proven_at)
            values (\(id), \(email), \(phone), \(registration.name), \(hash),
                case when \(codes.areSent) then now() end)
            on conflict do nothing
            """)
        guard added == 1 else { return nil }
        codes.spend(.register, of: registration.address, tx)
        tx.emit(ShopperRegistered(shopperID: id, name: registration.name, email: email, phone: phone))
        return try await call.startSession(new, in: tx)
    }
}

extension ShopperAddress {
    /// What a password must not be.
    var spellings: [String] {
        switch self {
        case .email(let email): [email.text]
        case .phone(let phone): [phone.text, phone.national]
        }
    }
}
