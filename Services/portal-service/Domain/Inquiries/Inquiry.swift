/// A card left on the company's site.
public struct Inquiry: Sendable, Hashable {
    public let name: String
    public let company: String?
    public let email: String?
    public let phone: String?
    public let message: String

    /// A name, something to say, and a way to answer.
    public init(
        name: String, company: String?, email: String?, phone: String?, message: String
    ) throws(InquiryError) {
        self.name = trimmed(name)
        self.company = filled(company)
        self.email = filled(email)
        self.phone = filled(phone)
        self.message = trimmed(message)
        guard (1...100).contains(self.name.count) else { throw .name }
        guard (1...4_000).contains(self.message.count) else { throw .message }
        guard self.email != nil || self.phone != nil else { throw .noWayToAnswer }
    }
}

/// What is missing on the card.
public enum InquiryError: Error, Hashable, Sendable {
    case name, message, noWayToAnswer
}

private func filled(_ text: String?) -> String? {
    guard let text = text.map(trimmed), !text.isEmpty else { return nil }
    return text
}
