/// The same values for the same seed, so that a failure can be repeated (SplitMix64, Steele et al. 2014).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Text that looks for trouble: quotes, backslashes, braces, separators, NULL, combining marks, 汉字, emoji.
    mutating func text() -> String {
        let pieces = [
            "\"", "\\", "'", "{", "}", ",", "NULL", "null", " ", "\t", "\n", "\r", "\u{301}", "é", "汉字", "\\N", "\\x",
            "$1",
            "👩‍👩‍👧", "\u{10FFFF}", "\u{1}", "a", "",
        ]
        return (0..<Int.random(in: 0...8, using: &self)).compactMap { _ in pieces.randomElement(using: &self) }.joined()
    }
}
