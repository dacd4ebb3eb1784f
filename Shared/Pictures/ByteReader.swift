/// Reads bytes one after the other; nil at the end, never beyond it.
struct ByteReader {
    private let content: [UInt8]
    private(set) var position = 0

    init(_ content: some Sequence<UInt8>) { self.content = Array(content) }

    var isAtEnd: Bool { position == content.count }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= content.count - position else { return nil }
        defer { position += count }
        return content[position..<(position + count)]
    }

    mutating func skip(_ count: Int) -> Bool { bytes(count) != nil }

    /// Goes on to a place counted from the beginning.
    mutating func go(to place: Int) -> Bool {
        guard (0...content.count).contains(place) else { return false }
        position = place
        return true
    }

    /// Whether these come next.
    mutating func take(_ wanted: [UInt8]) -> Bool { bytes(wanted.count).map { $0.elementsEqual(wanted) } ?? false }

    /// A number of up to four bytes, the largest first.
    mutating func big(_ count: Int) -> Int? { bytes(count).map { $0.reduce(0) { $0 << 8 | Int($1) } } }

    /// A number of up to four bytes, the smallest first.
    mutating func little(_ count: Int) -> Int? { bytes(count).map { $0.reversed().reduce(0) { $0 << 8 | Int($1) } } }

    /// The next marker of a JPEG; any number of 0xFF may come before it.
    mutating func marker() -> UInt8? {
        guard big(1) == 0xFF else { return nil }
        while let byte = big(1) { if byte != 0xFF { return UInt8(byte) } }
        return nil
    }
}
