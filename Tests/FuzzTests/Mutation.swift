/// Inputs made from good ones, the same for the same seed (SplitMix64, Steele et al. 2014).
struct Mutation: RandomNumberGenerator {
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

    /// One of the seeds, changed in a few places.
    mutating func input(from seeds: [[UInt8]]) -> [UInt8] {
        var input = seeds.randomElement(using: &self) ?? []
        for _ in 0..<Int.random(in: 1...4, using: &self) { change(&input, seeds) }
        return input
    }

    private mutating func change(_ input: inout [UInt8], _ seeds: [[UInt8]]) {
        let place = Int.random(in: 0...input.count, using: &self)
        let end = min(input.count, place + Int.random(in: 0...8, using: &self))
        switch Int.random(in: 0..<7, using: &self) {
        case 0 where place < input.count: input[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
        case 1 where place < input.count: input[place] = UInt8.random(in: 0...255, using: &self)
        case 2: input.removeSubrange(place..<end)
        case 3: input.insert(contentsOf: Self.tokens.randomElement(using: &self) ?? [], at: place)
        case 4: input.replaceSubrange(place..<end, with: Self.tokens.randomElement(using: &self) ?? [])
        case 5: input.insert(contentsOf: input[place..<end], at: place)
        default:
            let other = seeds.randomElement(using: &self) ?? []
            input = Array(input[..<place] + other.suffix(Int.random(in: 0...other.count, using: &self)))
        }
    }

    /// What readers stumble over.
    private static let tokens: [[UInt8]] =
        [
            "0", "9", "999999999", "9223372036854775807", "-9223372036854775808", "18446744073709551616", "-", "+", ".",
            "e9", "1e999999999", "NaN", "Infinity", "NULL", "null", "{", "}", "[", "]", "\"", "\\", ",", ":", "/",
            " BC",
            "T", "Z", "+15:59:59", "\\u0000", "\u{301}", "👩‍👩‍👧", "٣",
        ].map { Array($0.utf8) } + [
            [0], [0xFF], [0xC0, 0x80], [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0],
        ]
}
