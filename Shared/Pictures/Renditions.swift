import Dispatch
import Synchronization

/// A picture in one size, encoded anew as WebP.
public struct Rendition: Sendable, Hashable {
    public let width: Int
    public let height: Int
    public let bytes: [UInt8]

    /// What all of them are sent as.
    public static let mediaType = "image/webp"
}

extension Rendition {
    private static let quality = 82
    /// Decoding takes a core for a second and memory for every pixel: one at a time, on a thread of its own.
    private static let queue = DispatchQueue(label: "qiao.pictures")
    private static let waiting = Atomic<Int>(0)
    private static let mostWaiting = 8

    /// The picture in each of the widths that it has, the smallest first; a narrow picture keeps its own width. It stands
    /// upright, and nothing is left of what was beside its pixels: place, camera, comments, other files.
    ///
    /// - Throws: ``PictureError``.
    public static func all(of bytes: [UInt8], format: PictureFormat, widths: [Int]) async throws -> [Rendition] {
        let header = try PictureHeader(of: bytes, format: format)
        guard waiting.add(1, ordering: .relaxed).newValue <= mostWaiting else {
            waiting.subtract(1, ordering: .relaxed)
            throw PictureError.busy
        }
        defer { waiting.subtract(1, ordering: .relaxed) }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(with: Result { try made(of: bytes, format, header, widths) })
            }
        }
    }

    private static func made(
        of bytes: [UInt8], _ format: PictureFormat, _ header: PictureHeader, _ widths: [Int]
    ) throws -> [Rendition] {
        let decoded = try DecodedPicture(bytes, format: format)
        // What is decoded must be what the header promised.
        guard decoded.width == header.width, decoded.height == header.height else { throw PictureError.damaged }
        let liesOnItsSide = header.orientation >= 5
        let own = liesOnItsSide ? header.height : header.width
        let wanted = Set(widths.map { min($0, own) }).sorted(by: >)
        var larger = decoded
        var renditions: [Rendition] = []
        for (index, width) in wanted.enumerated() {
            // Each from the next larger one; the first is turned, and all after it with it.
            let isFirst = index == 0
            larger = try larger.scaled(toWidth: width, lyingOnItsSide: isFirst && liesOnItsSide)
            if isFirst { larger = try larger.turned(header.orientation) }
            renditions.append(
                Rendition(width: larger.width, height: larger.height, bytes: try larger.webp(quality: quality)))
        }
        return renditions.reversed()
    }
}

extension DecodedPicture {
    /// As wide as wanted once it is turned, and as high as its shape asks for.
    fileprivate func scaled(toWidth wanted: Int, lyingOnItsSide: Bool) throws(PictureError) -> DecodedPicture {
        let (across, along) = lyingOnItsSide ? (height, width) : (width, height)
        guard wanted < across else { return self }
        let other = (along * wanted + across / 2) / across
        return try lyingOnItsSide ? scaled(width: other, height: wanted) : scaled(width: wanted, height: other)
    }
}
