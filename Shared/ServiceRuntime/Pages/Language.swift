/// The languages of the pages.
public enum Language: String, Sendable, Hashable, CaseIterable, Codable {
    case zh, en

    /// The tag of BCP 47, as in the `lang` attribute and in the name of the text catalogue.
    public var tag: String { self == .zh ? "zh-CN" : "en" }
    /// What to show before a person has chosen and when the browser wants neither.
    public static let standard = Language.zh

    /// The first language of an `Accept-Language` header that we have.
    init?(acceptLanguage header: String) {
        let wanted = header.split(separator: ",").map { $0.split(separator: ";")[0].lowercased() }
        let known = wanted.lazy.compactMap { tag in Self.allCases.first { tag.trimmed.hasPrefix($0.rawValue) } }
        guard let first = known.first else { return nil }
        self = first
    }
}

extension StringProtocol {
    /// Without spaces at either end.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
