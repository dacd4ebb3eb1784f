/// What a picture shows, for those who cannot see it, in both languages of the shop.
public struct PictureWords: Sendable, Hashable {
    public let english: String
    public let chinese: String

    /// - Throws: ``PictureWordsError`` for the one that is empty or long.
    public init(english: String, chinese: String) throws(PictureWordsError) {
        self.english = trimmed(english)
        self.chinese = trimmed(chinese)
        guard Self.length.contains(self.english.count) else { throw .english }
        guard Self.length.contains(self.chinese.count) else { throw .chinese }
    }

    /// Characters they may have.
    public static let length = 1...200
}

/// Which words are missing, or too many.
public enum PictureWordsError: Error, Hashable, Sendable {
    case english, chinese
}
