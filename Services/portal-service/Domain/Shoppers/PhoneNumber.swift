/// A telephone number as it identifies a shopper: in the international form of ITU-T E.164, `+8613800138000`.
public struct PhoneNumber: Sendable, Hashable {
    /// With `+` and country code, digits only.
    public let text: String

    /// Takes what people type: blanks, hyphens, dots and brackets between the digits, `00` for `+`, and numbers of mobile
    /// phones in China without the country code.
    public init(_ typed: String) throws(RegistrationError) {
        var digits = ""
        for character in trimmed(typed) where !" \u{A0}\u{3000}-‐–.()（）".contains(character) {
            switch character {
            case "+" where digits.isEmpty, "＋" where digits.isEmpty: digits = "+"
            default:
                guard let digit = character.wholeNumberValue, (0...9).contains(digit) else { throw .address }
                digits += String(digit)
            }
        }
        if digits.hasPrefix("00") { digits = "+" + digits.dropFirst(2) }
        if Self.isChineseMobile(digits) { digits = "+86" + digits }
        if digits.hasPrefix("86"), Self.isChineseMobile(digits.dropFirst(2)) { digits = "+" + digits }
        guard Self.isInternational(digits) else { throw .address }
        text = digits
    }

    /// As it is written in its own country; in China without the country code.
    public var national: String { text.hasPrefix("+86") ? String(text.dropFirst(3)) : text }

    /// E.164: at most fifteen digits, of which the first is never zero. In China, mobile phones alone get messages.
    private static func isInternational(_ text: String) -> Bool {
        guard text.hasPrefix("+"), !text.hasPrefix("+0"), (8...16).contains(text.count) else { return false }
        return !text.hasPrefix("+86") || isChineseMobile(text.dropFirst(3))
    }

    /// Eleven digits, from 13… to 19…: the numbering plan of the ministry (MIIT, 2017).
    private static func isChineseMobile(_ digits: some StringProtocol) -> Bool {
        digits.count == 11 && digits.hasPrefix("1") && ("3"..."9").contains(String(digits.dropFirst().prefix(1)))
            && digits.allSatisfy(\.isNumber)
    }
}
