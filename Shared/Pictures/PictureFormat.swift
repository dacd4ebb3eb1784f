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

/// How the encoder ends when it has not written renditions.
public enum EncoderExit {
    /// It was called with other arguments than it takes (`EX_USAGE` of sysexits.h).
    public static let usage: CInt = 64
    /// The bytes are no picture that can be kept (`EX_DATAERR`).
    public static let damaged: CInt = 65
    /// It could not give up what it must not have (`EX_NOPERM`).
    public static let unconfined: CInt = 77
}
