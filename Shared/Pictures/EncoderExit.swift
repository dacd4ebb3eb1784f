/// How the encoder ends when it has not written renditions.
public enum EncoderExit {
    /// It was called with other arguments than it takes (`EX_USAGE` of sysexits.h).
    public static let usage: CInt = 64
    /// The bytes are no picture that can be kept (`EX_DATAERR`).
    public static let damaged: CInt = 65
    /// It could not give up what it must not have (`EX_NOPERM`).
    public static let unconfined: CInt = 77
}
