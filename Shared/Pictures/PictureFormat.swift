/// The kinds of pictures that are taken in.
public enum PictureFormat: String, Sendable, CaseIterable {
    case jpeg, png, webp
}

/// Why bytes are not a picture that can be kept.
public enum PictureError: Error, Hashable, Sendable {
    /// They begin like one and then make no sense, or end too early.
    case damaged
    /// More pixels than are decoded.
    case tooLarge(width: Int, height: Int)
    /// Several pictures one after the other.
    case moves
    /// Too many wait to be decoded: try again in a moment.
    case busy
}
