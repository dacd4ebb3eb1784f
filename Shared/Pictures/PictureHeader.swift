/// What the first bytes of a picture say of the rest: read before anything is decoded, and without decoding.
public struct PictureHeader: Sendable, Hashable {
    /// As stored; an orientation may turn it.
    public let width: Int
    public let height: Int
    /// How the stored picture is turned to be seen, 1 to 8 (Exif 2.3, tag 0x0112); 1 is as it is.
    public let orientation: Int

    /// The most pixels that are decoded: what a telephone's camera takes. A decoded pixel takes four bytes.
    public static let mostPixels = 25_000_000
    /// The longest side that can be encoded again (WebP).
    public static let longestSide = 16_383

    /// - Throws: ``PictureError/damaged`` where the header makes no sense, ``PictureError/tooLarge(width:height:)``,
    ///   ``PictureError/moves``.
    public init(of bytes: [UInt8], format: PictureFormat) throws(PictureError) {
        var reader = ByteReader(bytes)
        let read: (width: Int, height: Int, orientation: Int)? =
            switch format {
            case .png: Self.png(&reader)
            case .jpeg: Self.jpeg(&reader)
            case .webp: try Self.webp(&reader)
            }
        guard let read, read.width > 0, read.height > 0 else { throw .damaged }
        (width, height, orientation) = read
        guard max(width, height) <= Self.longestSide, height <= Self.mostPixels / width else {
            throw .tooLarge(width: width, height: height)
        }
    }

    private typealias Read = (width: Int, height: Int, orientation: Int)

    /// The signature, and the chunk IHDR first (PNG, third edition, 5.2 and 11.2.1).
    private static func png(_ reader: inout ByteReader) -> Read? {
        guard reader.take([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), reader.big(4) == 13,
            reader.take(Array("IHDR".utf8)), let width = reader.big(4), let height = reader.big(4)
        else { return nil }
        return (width, height, 1)
    }

    /// One of three forms of a RIFF file (WebP container specification; RFC 6386, 9.1; WebP lossless, 3).
    private static func webp(_ reader: inout ByteReader) throws(PictureError) -> Read? {
        guard reader.take(Array("RIFF".utf8)), reader.skip(4), reader.take(Array("WEBP".utf8)),
            let form = reader.bytes(4), reader.skip(4)
        else { return nil }
        switch String(decoding: form, as: UTF8.self) {
        case "VP8 ":
            guard reader.skip(3), reader.take([0x9D, 0x01, 0x2A]), let width = reader.little(2),
                let height = reader.little(2)
            else { return nil }
            return (width & 0x3FFF, height & 0x3FFF, 1)
        case "VP8L":
            guard reader.take([0x2F]), let bits = reader.little(4) else { return nil }
            return (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1, 1)
        case "VP8X":
            guard let flags = reader.little(4), let width = reader.little(3), let height = reader.little(3) else {
                return nil
            }
            guard flags & 0x02 == 0 else { throw .moves }
            return (width + 1, height + 1, 1)
        default: return nil
        }
    }

    /// Segments up to the frame header, Exif among them (ITU-T T.81, B.1.1 and B.2.2).
    private static func jpeg(_ reader: inout ByteReader) -> Read? {
        guard reader.take([0xFF, 0xD8]) else { return nil }
        var orientation = 1
        while let marker = reader.marker() {
            guard let length = reader.big(2), length >= 2 else { return nil }
            switch marker {
            // Frame headers; the others in between are tables and extensions.
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                guard reader.skip(1), let height = reader.big(2), let width = reader.big(2) else { return nil }
                return (width, height, orientation)
            case 0xE1:
                guard let segment = reader.bytes(length - 2) else { return nil }
                orientation = ExifOrientation.read(segment) ?? orientation
            default:
                guard reader.skip(length - 2) else { return nil }
            }
        }
        return nil
    }
}
