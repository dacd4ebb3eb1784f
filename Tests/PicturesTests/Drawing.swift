import CGD
import Pictures

/// Pictures as cameras and programs make them, drawn with gd.
enum Drawing {
    /// The left half red, the right half blue, the lower right corner green.
    static func bytes(_ format: PictureFormat, width: Int = 60, height: Int = 40) -> [UInt8] {
        guard let image = gdImageCreateTrueColor(Int32(width), Int32(height)) else { return [] }
        defer { gdImageDestroy(image) }
        let (right, bottom) = (Int32(width) - 1, Int32(height) - 1)
        gdImageFilledRectangle(image, 0, 0, right, bottom, 0xFF0000)
        gdImageFilledRectangle(image, Int32(width / 2), 0, right, bottom, 0x0000FF)
        gdImageFilledRectangle(image, Int32(width / 2), Int32(height / 2), right, bottom, 0x00FF00)
        var size: Int32 = 0
        let start: UnsafeMutableRawPointer? =
            switch format {
            case .jpeg: gdImageJpegPtr(image, &size, 95)
            case .png: gdImagePngPtr(image, &size)
            case .webp: gdImageWebpPtrEx(image, &size, 95)
            }
        guard let start else { return [] }
        defer { gdFree(start) }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(size)))
    }

    /// A JPEG with a segment of Exif: an orientation, and where it was taken.
    static func photograph(orientation: UInt8, width: Int = 60, height: Int = 40) -> [UInt8] {
        let plain = bytes(.jpeg, width: width, height: height)
        var tiff: [UInt8] = Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1]
        tiff += [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
        let exif = Array("Exif".utf8) + [0, 0] + tiff + Array("GPS 31.23N 121.47E".utf8)
        let length = exif.count + 2
        return Array(plain.prefix(2)) + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + exif
            + plain.dropFirst(2)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
