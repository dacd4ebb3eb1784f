import Kernel
import PortalDomain
import Postgres
import ServiceRuntime

/// Who wants to register.
struct SendRegistrationCode: Codable, Sendable {
    /// An e-mail address or the number of a mobile phone.
    var contact: String?
    /// The same, as it was named when it could be an e-mail address only.
    var email: String?
    /// Where a form leads after registering.
    var then: String?
}

/// The same whether somebody is registered under the address or not: the message tells.
struct CodeSent: Codable, Sendable {
    /// The address as it is kept.
    let contact: String
    let email: String?
    let then: String
    let validMinutes: Int

    init(to address: ShopperAddress, then: String) {
        (contact, email, self.then, validMinutes) = (address.text, address.email, then, AddressCodes.minutes)
    }
}

extension AddressCodes {
    /// `POST shopper-codes`
    func sendForRegistration(_ input: SendRegistrationCode, _ call: Call) async throws -> CodeSent {
        let address = try ShopperAddress(input.contact ?? input.email ?? "")
        let isKnown: Bool = try await call.database.one("select exists (select from shopper where \(address.isTheirs))")
        try await send(
            .register, to: address, words: call.text("code_message"),
            news: isKnown ? call.text("code_message_known") : nil, call)
        return CodeSent(to: address, then: localPath(input.then, else: "/shop"))
    }
}

extension ShopperAddress {
    /// The condition that finds who has the address.
    var isTheirs: SQL {
        switch self {
        case .email(let email): "email = \(email.text)"
        case .phone(let phone): "phone = \(phone.text)"
        }
    }
}
