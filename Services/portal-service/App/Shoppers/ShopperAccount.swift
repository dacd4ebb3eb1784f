import Foundation
import Kernel
import Messaging
import PortalDomain
import PortalEvents
import Postgres
import ServiceRuntime

/// A shopper, as they see themselves.
struct ShopperAccount: Codable, Sendable {
    let id: ShopperID
    let name: String
    let email: String?
    let phone: String?
    let registeredAt: Date
}

/// `GET account`
func showAccount(_: NoInput, _ call: Call) async throws -> ShopperAccount {
    let own = try await ownself(call)
    return ShopperAccount(
        id: own.shopperID, name: own.name, email: own.email, phone: own.phone, registeredAt: own.registeredAt)
}

/// The shopper who is signed in.
func ownself(_ call: Call) async throws -> StoredShopper {
    let id = try call.signedIn().shopperID
    guard let own = try await StoredShopper.find("shopper_id = \(id)", call.database) else {
        throw Problem.notFound("shopper", id)
    }
    return own
}

/// Another name for oneself.
struct ChangeAccount: Codable, Sendable {
    var name: String
}

/// `PUT account`: sessions go on with tokens that say the new name, and the other services hear of it.
func changeAccount(_ input: ChangeAccount, _ call: CommandCall) async throws -> ShopperAccount {
    let id = try call.signedIn().shopperID
    let name = try ShopperName(input.name).text
    let changed: ShopperAccount? = try await call.tx.first(
        """
        update shopper set name = \(name) where shopper_id = \(id)
        returning shopper_id as id, name, email, phone, registered_at
        """)
    guard let changed else { throw Problem.notFound("shopper", id) }
    try await call.service.book().renewAll(of: id.rawValue, call.tx)
    call.tx.emit(ShopperChanged(shopperID: id, name: name, email: changed.email, phone: changed.phone))
    return changed
}

/// A new password for oneself.
struct ChangePassword: Codable, Sendable {
    var currentPassword: String
    var newPassword: String
}

/// `POST account/password`: needs the current one; every other session of the shopper ends.
func changePassword(_ input: ChangePassword, _ call: Call) async throws -> Done {
    let (own, attempt) = try await proveAgain(input.currentPassword, call)
    try PasswordPolicy.check(input.newPassword, field: "newPassword", notLike: own.spellings)
    guard input.newPassword != input.currentPassword else {
        throw Problem.invalid(field: "newPassword", "must not be the current one")
    }
    let hash = try await Password.hash(input.newPassword)
    let session = call.person?.sessionID
    try await call.transaction { tx in
        tx.write("update shopper set password = \(hash) where shopper_id = \(own.shopperID)")
        try await call.service.book().endAll(
            of: own.shopperID.rawValue, except: session, because: .credentialsChanged, tx)
        ShopperNews.passwordChanged.tell(own, call, tx)
    }
    try await attempt.succeeded()
    return Done()
}

/// Whoever has the browser that was left open must not get further than it.
func proveAgain(_ password: String, _ call: Call) async throws -> (StoredShopper, SignInAttempt) {
    let own = try await ownself(call)
    let attempt = try await SignInAttempt.begin(own.account, call)
    guard try await Password.verify(password, own.password) else {
        try await attempt.failed()
        throw Problem.invalid(field: "currentPassword", "is not the current password")
    }
    return (own, attempt)
}
