import Foundation
import Kernel
import PortalDomain
import Postgres
import ServiceRuntime

struct SignInShopper: Codable, Sendable {
    /// An e-mail address or the number of a mobile phone.
    var contact: String?
    /// The same, as it was named when it could be an e-mail address only.
    var email: String?
    var password: String
}

/// `POST shopper-sessions`
func signInShopper(_ input: SignInShopper, _ call: Call) async throws -> SessionStarted {
    let address = try ShopperAddress(input.contact ?? input.email ?? "")
    guard let (own, person) = try await shopper(address, input.password, call) else {
        throw Problem(
            type: "wrong-sign-in", status: 401, title: "Address or password is wrong",
            detail: "check both, or register")
    }
    return try await startSession(of: own, person, call)
}

/// Starts a session of a shopper, who is told when it is from a device that they never used before.
func startSession(of own: StoredShopper, _ person: Person, _ call: Call) async throws -> SessionStarted {
    try await call.transaction { tx in
        let started = try await call.startSession(person, in: tx)
        if started.isFromNewDevice { ShopperNews.newDevice.tell(own, call, tx) }
        return started
    }
}

/// Who a shopper is now.
func personOfShopper(_ id: UUID, _ database: any PostgresExecutor) async throws -> Person? {
    let name: String? = try await database.first(
        "select name from shopper where shopper_id = \(id) and removed_at is null")
    return name.map { Person(id: id, name: $0, kind: .shopper) }
}

/// The shopper of that address, if the password is right; takes as long when there is none.
/// - Throws: ``Problem`` 429 when too many attempts went wrong.
func shopper(
    _ address: ShopperAddress, _ password: String, _ call: Call
) async throws -> (StoredShopper, Person)? {
    let row = try await StoredShopper.find(address.isTheirs, call.database)
    let attempt = try await SignInAttempt.begin(row?.account ?? account(address.text), call)
    guard try await Password.verify(password, row?.password), let row else {
        try await attempt.failed()
        return nil
    }
    if let hash = try await Password.renewed(password, row.password) {
        try await call.database.execute(
            """
            update shopper set password = \(hash) where shopper_id = \(row.shopperID) and password = \(row.password)
            """)
    }
    try await attempt.succeeded()
    return (row, Person(id: row.shopperID.rawValue, name: row.name, kind: .shopper, amr: ["pwd"]))
}

/// What attempts are counted under: the shopper, whichever of their addresses was typed, or the address nobody has.
private func account(_ who: String) -> String { "shopper:\(who)" }

/// A shopper as the portal keeps them.
struct StoredShopper: Decodable, Sendable {
    let shopperID: ShopperID
    let email: String?
    let phone: String?
    let name: String
    let password: String
    let registeredAt: Date
    let provenAt: Date?

    /// What attempts to sign in are counted under.
    var account: String { PortalApp.account(shopperID.description) }
    /// What a password must not be.
    var spellings: [String?] {
        [email, phone, phone.flatMap { try? PhoneNumber($0).national }, name]
    }

    static func find(_ condition: SQL, _ database: some PostgresExecutor) async throws -> StoredShopper? {
        try await database.first(
            """
            select shopper_id, email, phone, name, password, registered_at, proven_at from shopper
            where removed_at is null and \(condition)
            """)
    }
}
