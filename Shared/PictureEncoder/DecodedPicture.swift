import CGD
import Pictures
import Synchronization

/// The pixels of a picture. Owns gd's image and frees it; is used by one thread.
final class DecodedPicture {
    private let image: gdImagePtr

    private init(owning image: gdImagePtr) { self.image = image }
    deinit { gdImageDestroy(image) }

    var width: Int { Int(image.pointee.sx) }
    var height: Int { Int(image.pointee.sy) }

    /// Decodes; only what ``PictureHeader`` let pass.
    /// - Throws: ``PictureError/damaged``, also where a library would make do with what came.
    convenience init(_ bytes: [UInt8], format: PictureFormat) throws(PictureError) {
        let before = Complaints.count
        guard let count = Int32(exactly: bytes.count), let image = Self.decoded(bytes, count, format) else {
            throw .damaged
        }
        self.init(owning: image)
        guard Complaints.count == before else { throw .damaged }
        // Pictures with a palette become like all others, which alone can be scaled well.
        guard gdImagePaletteToTrueColor(image) != 0 else { throw .damaged }
    }

    private static func decoded(_ bytes: [UInt8], _ count: Int32, _ format: PictureFormat) -> gdImagePtr? {
        bytes.withUnsafeBytes { buffer in
            // gd only reads from it, though its declarations do not say so.
            guard let start = buffer.baseAddress.map({ UnsafeMutableRawPointer(mutating: $0) }) else { return nil }
            return switch format {
            // 0: it is told what libjpeg warns of, such as a file that was cut off.
            case .jpeg: gdImageCreateFromJpegPtrEx(count, start, 0)
            case .png: gdImageCreateFromPngPtr(count, start)
            case .webp: gdImageCreateFromWebpPtr(count, start)
            }
        }
    }

    /// The picture in another size, each pixel the weighted mean of those it stands for.
    func scaled(width: Int, height: Int) throws(PictureError) -> DecodedPicture {
        guard gdImageSetInterpolationMethod(image, GD_CATMULLROM) != 0,
            let scaled = gdImageScale(image, UInt32(max(1, width)), UInt32(max(1, height)))
        else { throw .damaged }
        return DecodedPicture(owning: scaled)
    }

    /// The picture as it is meant to be seen.
    func turned(_ orientation: Int) throws(PictureError) -> DecodedPicture {
        // gd turns against the clock.
        let angles: [Int: Float] = [3: 180, 5: 270, 6: 270, 7: 270, 8: 90]
        var turned = self
        if let angle = angles[orientation] {
            guard let image = gdImageRotateInterpolated(image, angle, 0) else { throw .damaged }
            turned = DecodedPicture(owning: image)
        }
        switch orientation {
        case 2, 5: gdImageFlipHorizontal(turned.image)
        case 4, 7: gdImageFlipVertical(turned.image)
        default: break
        }
        return turned
    }

    /// Encoded as WebP: pixels alone, nothing else of what came.
    func webp(quality: Int) throws(PictureError) -> [UInt8] {
        var size: Int32 = 0
        guard let start = gdImageWebpPtrEx(image, &size, Int32(quality)), size > 0 else { throw .damaged }
        defer { gdFree(start) }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(size)))
    }

    /// The colour of a pixel without its transparency: 0xRRGGBB.
    func colour(x: Int, y: Int) -> Int { Int(gdImageGetTrueColorPixel(image, Int32(x), Int32(y))) & 0xFF_FFFF }
}

/// What gd has to say of bytes: it goes on after a warning of libjpeg's and fills up with grey what is missing, so each is
/// counted. Instead of being printed: what was wrong with a picture, the caller says.
private enum Complaints {
    private static let heard = Atomic<Int>(0)
    private static let listens: Void = gdSetErrorMethod { _, _, _ in
        Complaints.heard.add(1, ordering: .relaxed)
    }

    static var count: Int {
        _ = listens
        return heard.load(ordering: .relaxed)
    }
}
