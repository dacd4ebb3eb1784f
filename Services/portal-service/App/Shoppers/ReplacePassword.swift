import Kernel
import Messaging
import PortalDomain
import Postgres
import ServiceRuntime

/// Who forgot their password.
struct SendPasswordCode: Codable, Sendable {
    /// The e-mail address or the mobile phone that they sign in with.
    var contact: String
}

/// A new password in place of the forgotten one.
struct ReplacePassword: Codable, Sendable {
    var contact: String
    /// The code that was sent there.
    var code: String
    var newPassword: String
}

extension AddressCodes {
    /// `POST shopper-password-codes`: the same answer whether anybody has the address or not; the message tells.
    func sendForNewPassword(_ input: SendPasswordCode, _ call: Call) async throws -> CodeSent {
        let address = try ShopperAddress(input.contact)
        let isKnown: Bool = try await call.database.one("select exists (select from shopper where \(address.isTheirs))")
        try await send(
            .newPassword, to: address, words: call.text("code_message_password"),
            news: isKnown ? nil : call.text("code_message_unknown"), call)
        return CodeSent(to: address, then: "/shop")
    }
}

/// `POST shopper-password-resets`: sets the password; every session ends, and waiting for failed attempts too.
func replacePassword(_ input: ReplacePassword, _ codes: AddressCodes, _ call: Call) async throws -> Done {
    let address = try ShopperAddress(input.contact)
    // A password that is refused must not cost one of the tries of the code.
    try PasswordPolicy.check(input.newPassword, field: "newPassword", notLike: address.spellings)
    try await codes.check(input.code, .newPassword, of: address, call.database)
    guard let shopper = try await StoredShopper.find(address.isTheirs, call.database) else {
        throw AddressCodes.wrongCode
    }
    try PasswordPolicy.check(input.newPassword, field: "newPassword", notLike: shopper.spellings)
    let hash = try await Password.hash(input.newPassword)
    try await call.transaction { tx in
        codes.spend(.newPassword, of: address, tx)
        tx.write(
            """
            update shopper set password = \(hash), proven_at = coalesce(proven_at, now())
            where shopper_id = \(shopper.shopperID)
            """)
        try await SignInAttempt.forget(shopper.account, tx)
        ShopperNews.passwordChanged.tell(shopper, call, tx)
        try await call.service.book().endAll(
            of: shopper.shopperID.rawValue, because: .credentialsChanged, tx)
    }
    return Done()
}

/// The page of a forgotten password: first the address, then the code that was sent to it with a new password.
struct ReplacePasswordQuery: Codable, Sendable {
    /// The address a code was sent to.
    var contact: String?
}

struct ReplacePasswordView: Codable, Sendable {
    let contact: String?
    let asksForAddress: Bool
}

/// `/shopper/password`
func replacePasswordPage(_ query: ReplacePasswordQuery, _ call: Call) async throws -> ReplacePasswordView {
    ReplacePasswordView(contact: query.contact, asksForAddress: query.contact == nil)
}
