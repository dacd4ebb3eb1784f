/// What someone must give to become a shopper.
public struct Registration: Sendable, Hashable {
    public let address: ShopperAddress
    public let name: String

    public init(address: String, name: String) throws(RegistrationError) {
        self.address = try ShopperAddress(address)
        self.name = try ShopperName(name).text
    }
}

/// A shopper's name, without the blanks around it.
public struct ShopperName: Sendable, Hashable {
    public let text: String

    public init(_ typed: String) throws(RegistrationError) {
        text = trimmed(typed)
        guard (1...100).contains(text.count) else { throw .name }
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
        else { throw .address }
        self.text = text
    }
}

/// What is wrong with a registration.
public enum RegistrationError: Error, Hashable, Sendable {
    /// Neither an e-mail address nor the number of a mobile phone.
    case address
    case name
}
