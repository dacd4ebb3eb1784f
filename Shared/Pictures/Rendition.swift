/// A picture in one size, encoded anew as WebP.
public struct Rendition: Sendable, Hashable {
    public let width: Int
    public let height: Int
    public let bytes: [UInt8]

    /// What all of them are sent as.
    public static let mediaType = "image/webp"

    public init(width: Int, height: Int, bytes: [UInt8]) {
        self.width = width
        self.height = height
        self.bytes = bytes
    }
}

/// How renditions come out of the encoder, one after the other: width, height and count of bytes in four bytes each, the
/// largest first, then the bytes.
extension Rendition {
    /// What was written by ``written(_:)``; nil when it is anything else.
    public static func read(_ bytes: [UInt8]) -> [Rendition]? {
        var reader = ByteReader(bytes)
        var renditions: [Rendition] = []
        while !reader.isAtEnd {
            guard let width = reader.big(4), let height = reader.big(4), let count = reader.big(4),
                let content = reader.bytes(count)
            else { return nil }
            renditions.append(Rendition(width: width, height: height, bytes: Array(content)))
        }
        return renditions
    }

    public static func written(_ renditions: [Rendition]) -> [UInt8] {
        renditions.flatMap { rendition in
            [rendition.width, rendition.height, rendition.bytes.count].flatMap { number in
                [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
            } + rendition.bytes
        }
    }
}
