import Pictures
import Testing

@testable import picture_encoder

/// One after the other, as in the process that they are for: gd's complaints say not which picture they are of.
@Suite(.serialized) struct PictureTests {
    @Test(arguments: PictureFormat.allCases) func itIsMadeInEveryWidthItHas(format: PictureFormat) throws {
        let bytes = Drawing.bytes(format, width: 600, height: 300)
        let made = try DecodedPicture.renditions(of: bytes, format: format, widths: [160, 480, 1200])
        #expect(made.map(\.width) == [160, 480, 600] && made.map(\.height) == [80, 240, 300])
        for rendition in made {
            let header = try PictureHeader(of: rendition.bytes, format: .webp)
            #expect(header.width == rendition.width && header.height == rendition.height)
            let seen = try DecodedPicture(rendition.bytes, format: .webp)
            #expect(seen.isNear(0xFF0000, x: 5, y: 5), "the left is red")
            #expect(seen.isNear(0x00FF00, x: seen.width - 5, y: seen.height - 5), "the lower right is green")
        }
    }

    /// Where the corners of the stored picture are once it is turned as the camera was (Exif 2.3, figure 6).
    @Test(arguments: [
        (1, 0xFF0000, 0x0000FF, 0x00FF00), (2, 0x0000FF, 0xFF0000, 0xFF0000), (3, 0x00FF00, 0xFF0000, 0xFF0000),
        (4, 0xFF0000, 0x00FF00, 0x0000FF), (5, 0xFF0000, 0xFF0000, 0x00FF00), (6, 0xFF0000, 0xFF0000, 0x0000FF),
        (7, 0x00FF00, 0x0000FF, 0xFF0000), (8, 0x0000FF, 0x00FF00, 0xFF0000),
    ])
    func itStandsUpright(orientation: Int, topLeft: Int, topRight: Int, bottomRight: Int) throws {
        let bytes = Drawing.photograph(orientation: UInt8(orientation))
        let made = try DecodedPicture.renditions(of: bytes, format: .jpeg, widths: [30])
        let seen = try DecodedPicture(try #require(made.first).bytes, format: .webp)
        #expect(seen.width == 30 && seen.height == (orientation < 5 ? 20 : 45))
        #expect(seen.isNear(topLeft, x: 3, y: 3), "top left")
        #expect(seen.isNear(topRight, x: seen.width - 4, y: 3), "top right")
        #expect(seen.isNear(bottomRight, x: seen.width - 4, y: seen.height - 4), "bottom right")
    }

    @Test func nothingIsKeptButPixels() throws {
        let polyglot = Drawing.photograph(orientation: 6) + Array("<script>alert(1)</script>PK\u{3}\u{4}".utf8)
        for rendition in try DecodedPicture.renditions(of: polyglot, format: .jpeg, widths: [160, 480]) {
            let text = String(decoding: rendition.bytes, as: UTF8.self)
            #expect(!text.contains("GPS") && !text.contains("Exif") && !text.contains("script"))
        }
    }

    /// What was cut off is refused, wherever: nothing is shown half grey.
    @Test(arguments: PictureFormat.allCases) func whatWasCutOffIsRefused(format: PictureFormat) throws {
        let bytes = Drawing.bytes(format)
        for share in [0, 1, 4, 9, 20, 50, 80, 97] {
            let cut = Array(bytes.prefix(bytes.count * share / 100))
            #expect(throws: PictureError.damaged, "\(share) %") {
                _ = try DecodedPicture.renditions(of: cut, format: format, widths: [30])
            }
        }
    }

    /// Whatever is done to its bytes: a picture, or a refusal.
    @Test(arguments: 0..<60) func garbageIsAPictureOrRefused(seed: UInt64) {
        var random = SeededNumbers(seed)
        let format = PictureFormat.allCases[Int(seed) % 3]
        var bytes = Drawing.bytes(format)
        for _ in 0..<Int.random(in: 1...20, using: &random) {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        let made = try? DecodedPicture.renditions(of: bytes, format: format, widths: [30])
        #expect(made?.allSatisfy { !$0.bytes.isEmpty } != false)
    }

    /// A small file that would be a large picture is refused by its header; nothing is decoded.
    @Test func aBombIsSeenByItsHeader() throws {
        var png = Drawing.bytes(.png)
        png.replaceSubrange(16..<24, with: [0, 0, 0x3F, 0, 0, 0, 0x3F, 0])
        #expect(throws: PictureError.tooLarge(width: 16_128, height: 16_128)) {
            _ = try DecodedPicture.renditions(of: png, format: .png, widths: [160])
        }
        png.replaceSubrange(16..<24, with: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
        #expect(throws: PictureError.self) {
            _ = try DecodedPicture.renditions(of: png, format: .png, widths: [160])
        }
    }

    @Test func oneKindIsNotAnother() throws {
        #expect(throws: PictureError.damaged) {
            _ = try DecodedPicture.renditions(of: Drawing.bytes(.png), format: .jpeg, widths: [160])
        }
    }

    @Test func whatMovesIsRefused() throws {
        let moving = Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBPVP8X".utf8) + [10, 0, 0, 0, 2, 0, 0, 0]
        #expect(throws: PictureError.moves) {
            _ = try PictureHeader(of: moving + [9, 0, 0, 9, 0, 0], format: .webp)
        }
    }
}

extension DecodedPicture {
    /// Encoding changes colours a little.
    func isNear(_ wanted: Int, x: Int, y: Int) -> Bool {
        let seen = colour(x: x, y: y)
        return [0, 8, 16].allSatisfy { abs((seen >> $0 & 255) - (wanted >> $0 & 255)) < 70 }
    }
}
