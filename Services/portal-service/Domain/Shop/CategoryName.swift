/// What a category is called, in both languages of the shop.
public struct CategoryName: Sendable, Hashable {
    public let english: String
    public let chinese: String

    /// - Throws: ``CategoryTreeError/name(_:)`` when one of them is empty or long.
    public init(english: String, chinese: String) throws(CategoryTreeError) {
        self.english = trimmed(english)
        self.chinese = trimmed(chinese)
        guard Self.length.contains(self.english.count) else { throw .name(.english) }
        guard Self.length.contains(self.chinese.count) else { throw .name(.chinese) }
    }

    /// A name as it was kept.
    public init(keptEnglish: String, keptChinese: String) {
        (english, chinese) = (keptEnglish, keptChinese)
    }

    /// Characters a name may have.
    public static let length = 1...60

    /// Which of the two is meant.
    public enum Tongue: Sendable, Hashable { case english, chinese }
}
