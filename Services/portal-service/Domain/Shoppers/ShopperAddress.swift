/// Where a shopper is reached, and what they sign in with: an e-mail address or a mobile phone.
public enum ShopperAddress: Sendable, Hashable {
    case email(EmailAddress)
    case phone(PhoneNumber)

    /// One field takes either: only an e-mail address has an `@`.
    public init(_ typed: String) throws(RegistrationError) {
        self = typed.contains("@") ? .email(try EmailAddress(typed)) : .phone(try PhoneNumber(typed))
    }

    /// The same however it was typed.
    public var text: String {
        switch self {
        case .email(let email): email.text
        case .phone(let phone): phone.text
        }
    }

    /// The e-mail address; nil when it is a phone.
    public var email: String? { if case .email(let email) = self { email.text } else { nil } }
    /// The number; nil when it is an e-mail address.
    public var phone: String? { if case .phone(let phone) = self { phone.text } else { nil } }
}
