/// How a camera was held, as its pictures say (Exif 2.3, 4.6.4 A, tag 0x0112).
enum ExifOrientation {
    private static let tag = 0x0112
    private static let short = 3

    /// The orientation in an APP1 segment; nil when it has none.
    static func read(_ segment: some Sequence<UInt8>) -> Int? {
        var outer = ByteReader(segment)
        guard outer.take(Array("Exif".utf8) + [0, 0]) else { return nil }
        // Places within the TIFF file are counted from its own beginning.
        var tiff = ByteReader(Array(segment).dropFirst(outer.position))
        guard let order = tiff.bytes(2) else { return nil }
        let isBig = order.elementsEqual("MM".utf8)
        guard isBig || order.elementsEqual("II".utf8) else { return nil }
        func number(_ count: Int) -> Int? { isBig ? tiff.big(count) : tiff.little(count) }
        guard number(2) == 42, let start = number(4), tiff.go(to: start), let entries = number(2) else { return nil }
        for _ in 0..<entries {
            guard let found = number(2), let type = number(2), let count = number(4), let value = number(2),
                tiff.skip(2)
            else { return nil }
            guard found == tag else { continue }
            return type == short && count == 1 && (1...8).contains(value) ? value : nil
        }
        return nil
    }
}
