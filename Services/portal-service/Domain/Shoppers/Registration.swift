/// What someone must give to become a shopper.
public struct Registration: Sendable, Hashable {
    public let email: EmailAddress
    public let name: String

    public init(email: String, name: String) throws(RegistrationError) {
        self.email = try EmailAddress(email)
        self.name = trimmed(name)
        guard (1...100).contains(self.name.count) else { throw .name }
    }
}

/// An address as it identifies a shopper: trimmed and in lower case.
public struct EmailAddress: Sendable, Hashable {
    public let text: String

    public init(_ text: String) throws(RegistrationError) {
        let text = trimmed(text).lowercased()
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !parts[1].hasPrefix("."),
            !parts[1].hasSuffix("."), text.count <= 254, !text.contains(where: \.isWhitespace)
        else { throw .email }
        self.text = text
    }
}

/// What is wrong with a registration.
public enum RegistrationError: Error, Hashable, Sendable {
    case email, name
}
