import Foundation

/// A picture of flat shapes, the later ones over the earlier, on a plain ground.
struct Drawing: Sendable {
    /// Places are measured from the top left corner: 4 wide, 3 high.
    struct Place: Sendable {
        let x: Double
        let y: Double
        init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
    }

    enum Shape: Sendable {
        /// A line with round ends.
        case bar(Place, Place, width: Double)
        case disc(Place, radius: Double)
        case ring(Place, radius: Double, width: Double)
        case box(Place, width: Double, height: Double, corner: Double)

        func covers(_ x: Double, _ y: Double) -> Bool {
            switch self {
            case .bar(let a, let b, let width):
                let (dx, dy) = (b.x - a.x, b.y - a.y)
                let along = min(1, max(0, ((x - a.x) * dx + (y - a.y) * dy) / max(dx * dx + dy * dy, 1e-9)))
                return hypot(x - a.x - along * dx, y - a.y - along * dy) <= width / 2
            case .disc(let place, let radius): return hypot(x - place.x, y - place.y) <= radius
            case .ring(let place, let radius, let width):
                return abs(hypot(x - place.x, y - place.y) - radius) <= width / 2
            case .box(let place, let width, let height, let corner):
                let dx = max(0, abs(x - place.x - width / 2) - width / 2 + corner)
                let dy = max(0, abs(y - place.y - height / 2) - height / 2 + corner)
                return hypot(dx, dy) <= corner && abs(x - place.x - width / 2) <= width / 2
                    && abs(y - place.y - height / 2) <= height / 2
            }
        }
    }

    /// As `0xRRGGBB`.
    let ground: UInt32
    let shapes: [(Shape, colour: UInt32)]

    /// The colour of each point, row by row: the number of a shape, 0 for the ground.
    func points(width: Int) -> [UInt8] {
        let height = width * 3 / 4
        let scale = 4 / Double(width)
        var points = [UInt8](repeating: 0, count: width * height)
        for row in 0..<height {
            for column in 0..<width {
                let (x, y) = ((Double(column) + 0.5) * scale, (Double(row) + 0.5) * scale)
                if let top = shapes.lastIndex(where: { $0.0.covers(x, y) }) {
                    points[row * width + column] = UInt8(top + 1)
                }
            }
        }
        return points
    }

    /// The ground's colour and those of the shapes.
    var palette: [UInt32] { [ground] + shapes.map(\.colour) }
}

extension Drawing {
    /// As PNG with a palette (RFC 2083), its points not compressed.
    func png(width: Int) -> Data {
        let (points, height) = (points(width: width), width * 3 / 4)
        var rows = Data()
        for row in 0..<height {
            rows.append(0)
            rows.append(contentsOf: points[row * width..<(row + 1) * width])
        }
        var file = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        file += Self.chunk("IHDR", Self.bytes(UInt32(width)) + Self.bytes(UInt32(height)) + Data([8, 3, 0, 0, 0]))
        file += Self.chunk("PLTE", palette.reduce(into: Data()) { $0 += Self.bytes($1).dropFirst() })
        file += Self.chunk("IDAT", Self.stored(rows))
        return file + Self.chunk("IEND", Data())
    }

    private static func bytes(_ number: UInt32) -> Data {
        Data([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) })
    }

    private static func chunk(_ name: String, _ content: Data) -> Data {
        let body = Data(name.utf8) + content
        return bytes(UInt32(content.count)) + body + bytes(check(body))
    }

    /// A zlib stream of stored blocks (RFC 1950, 1951).
    private static func stored(_ data: Data) -> Data {
        var stream = Data([0x78, 0x01])
        let size = 65_535
        for start in stride(from: 0, to: data.count, by: size) {
            let block = data[start..<min(start + size, data.count)]
            let length = UInt16(block.count)
            stream.append(start + size >= data.count ? 1 : 0)
            for number in [length, ~length] {
                stream.append(UInt8(truncatingIfNeeded: number))
                stream.append(UInt8(truncatingIfNeeded: number >> 8))
            }
            stream += block
        }
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in data {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return stream + bytes(b << 16 | a)
    }

    /// CRC-32, as PNG has it.
    private static func check(_ data: Data) -> UInt32 {
        ~data.reduce(~UInt32(0)) { table[Int(($0 ^ UInt32($1)) & 255)] ^ ($0 >> 8) }
    }

    private static let table: [UInt32] = (0..<256).map { number in
        (0..<8).reduce(UInt32(number)) { rest, _ in rest & 1 == 1 ? 0xEDB8_8320 ^ (rest >> 1) : rest >> 1 }
    }
}
