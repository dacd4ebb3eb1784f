import Foundation
import JSONSchema

/// Drawings of the shop's products, made here: nobody else's pictures are needed to try the shop.
enum ShopPictures {
    typealias Place = Drawing.Place

    struct Picture: Sendable {
        let sku: String
        let alt: String
        let altZh: String
        let drawing: Drawing
    }

    static let all: [Picture] = [
        Picture(
            sku: "QB-CUP", alt: "A white cup with a bridge on it", altZh: "印有桥的白色水杯",
            drawing: Drawing(
                ground: 0xDCE8F2,
                shapes: [
                    (.ring(Place(2.75, 1.5), radius: 0.42, width: 0.16), 0xF7F9FB),
                    (.box(Place(1.3, 0.8), width: 1.4, height: 1.55, corner: 0.22), 0xFFFFFF),
                    (.box(Place(1.3, 0.8), width: 1.4, height: 0.2, corner: 0.1), 0xC9D6E2),
                    (.ring(Place(2, 1.95), radius: 0.36, width: 0.07), 0x1F6F8B),
                    (.box(Place(1.5, 1.95), width: 1, height: 0.4, corner: 0), 0xFFFFFF),
                    (.bar(Place(1.55, 1.93), Place(2.45, 1.93), width: 0.07), 0x1F6F8B),
                ])),
        Picture(
            sku: "QB-MUG", alt: "A blue enamel mug with a white rim", altZh: "白边蓝色搪瓷杯",
            drawing: Drawing(
                ground: 0xF3E9DC,
                shapes: [
                    (.ring(Place(2.8, 1.55), radius: 0.45, width: 0.13), 0x27496D),
                    (.box(Place(1.25, 0.8), width: 1.5, height: 1.5, corner: 0.12), 0x315F8F),
                    (.box(Place(1.2, 0.75), width: 1.6, height: 0.16, corner: 0.08), 0xF8FAFC),
                    (.disc(Place(1.6, 1.3), radius: 0.04), 0xDCE6F0), (.disc(Place(2.2, 1.7), radius: 0.03), 0xDCE6F0),
                    (.disc(Place(1.8, 2), radius: 0.05), 0xDCE6F0), (.disc(Place(2.45, 1.2), radius: 0.03), 0xDCE6F0),
                ])),
        Picture(
            sku: "QB-PEN", alt: "A brass pen lying aslant", altZh: "斜放的黄铜笔",
            drawing: Drawing(
                ground: 0xE4EBE3,
                shapes: [
                    (.bar(Place(0.95, 2.35), Place(1.15, 2.2), width: 0.07), 0x4A4A4A),
                    (.bar(Place(1.15, 2.2), Place(3.1, 0.75), width: 0.2), 0xC99A3B),
                    (.bar(Place(2.2, 1.42), Place(3.1, 0.75), width: 0.24), 0xB4832B),
                    (.bar(Place(2.45, 1.12), Place(3.05, 0.68), width: 0.05), 0xE7C98A),
                ])),
        Picture(
            sku: "QB-NOTE", alt: "A green notebook with grid paper", altZh: "绿色方格笔记本",
            drawing: Drawing(
                ground: 0xF2EEE6,
                shapes: [
                    (.box(Place(1.15, 0.55), width: 1.8, height: 2, corner: 0.1), 0x3E6B57),
                    (.box(Place(1.4, 0.65), width: 1.45, height: 1.8, corner: 0.04), 0xFBFBF7),
                ] + grid + [(.bar(Place(1.28, 0.55), Place(1.28, 2.55), width: 0.05), 0x2C4E3F)])),
        Picture(
            sku: "QB-BAG", alt: "A canvas bag with two handles", altZh: "带两条提手的帆布袋",
            drawing: Drawing(
                ground: 0xE6E1EC,
                shapes: [
                    (.ring(Place(2, 1.05), radius: 0.45, width: 0.1), 0xB79F78),
                    (.box(Place(1.1, 1), width: 1.8, height: 1.6, corner: 0.08), 0xD9C6A0),
                    (.box(Place(1.1, 1), width: 1.8, height: 0.14, corner: 0.04), 0xC7B189),
                    (.box(Place(1.65, 1.5), width: 0.7, height: 0.55, corner: 0.06), 0xC7B189),
                ])),
        Picture(
            sku: "QB-DRIVER", alt: "Two screwdrivers side by side", altZh: "并排的两把螺丝刀",
            drawing: Drawing(
                ground: 0xE9EDF1,
                shapes: [
                    (.bar(Place(1.5, 1.5), Place(1.5, 2.6), width: 0.09), 0x9AA5AF),
                    (.bar(Place(1.5, 0.6), Place(1.5, 1.4), width: 0.34), 0xC8452F),
                    (.bar(Place(1.5, 0.6), Place(1.5, 1.35), width: 0.1), 0xE06A52),
                    (.bar(Place(2.5, 1.4), Place(2.5, 2.5), width: 0.13), 0x9AA5AF),
                    (.bar(Place(2.5, 0.55), Place(2.5, 1.3), width: 0.42), 0x2F4858),
                    (.bar(Place(2.5, 0.55), Place(2.5, 1.25), width: 0.12), 0x52707F),
                ])),
        Picture(
            sku: "QB-CALIPER", alt: "A digital caliper with its display", altZh: "带显示屏的数显卡尺",
            drawing: Drawing(
                ground: 0xEEF0EA,
                shapes: [
                    (.box(Place(0.5, 1.2), width: 3, height: 0.32, corner: 0.04), 0xB6BEC4),
                    (.box(Place(0.55, 1.2), width: 0.3, height: 1.1, corner: 0.05), 0x98A3AB),
                    (.box(Place(1.05, 1.2), width: 0.3, height: 1.1, corner: 0.05), 0x7C8891),
                    (.box(Place(1.05, 1.05), width: 1.1, height: 0.62, corner: 0.08), 0x4B565E),
                    (.box(Place(1.2, 1.15), width: 0.7, height: 0.34, corner: 0.03), 0xC7D7B8),
                    (.bar(Place(1.35, 1.32), Place(1.75, 1.32), width: 0.08), 0x3A4536),
                ])),
        Picture(
            sku: "QB-LEVEL", alt: "A machinist's level, its bubble in the middle", altZh: "气泡居中的精密水平仪",
            drawing: Drawing(
                ground: 0xE3E8EE,
                shapes: [
                    (.box(Place(0.6, 1.25), width: 2.8, height: 0.8, corner: 0.06), 0x5B6670),
                    (.box(Place(0.6, 1.9), width: 2.8, height: 0.16, corner: 0.03), 0x3D464E),
                    (.bar(Place(1.4, 1.5), Place(2.6, 1.5), width: 0.3), 0xCFE07A),
                    (.bar(Place(1.9, 1.48), Place(2.1, 1.48), width: 0.16), 0xF1F7CF),
                    (.bar(Place(1.8, 1.36), Place(1.8, 1.64), width: 0.025), 0x39420F),
                    (.bar(Place(2.2, 1.36), Place(2.2, 1.64), width: 0.025), 0x39420F),
                ])),
    ]

    /// What the notebook's paper is ruled with.
    private static var grid: [(Drawing.Shape, colour: UInt32)] {
        let rows = stride(from: 0.9, to: 2.4, by: 0.25).map { y in
            Drawing.Shape.bar(Place(1.4, y), Place(2.85, y), width: 0.012)
        }
        let columns = stride(from: 1.65, to: 2.8, by: 0.25).map { x in
            Drawing.Shape.bar(Place(x, 0.65), Place(x, 2.45), width: 0.012)
        }
        return (rows + columns).map { ($0, colour: 0xB9C9C2) }
    }

    /// Gives each of the products its picture, once the shop knows it, unless it has one.
    /// - Parameter products: their ids by SKU.
    static func prepare(_ products: [String: String], _ manager: Person) async throws {
        for picture in all {
            guard let product = products[picture.sku] else { continue }
            let path = "/api/products/\(product)"
            _ = try await eventually("\(picture.sku) in the shop") {
                try await manager.gateway.call("GET", path, token: await manager.token).status == 200 ? true : nil
            }
            guard try await manager.get("\(path)/pictures").list("items").isEmpty else { continue }
            try await manager.upload(
                "\(path)/pictures", ["alt": picture.alt, "altZh": picture.altZh],
                file: (name: "picture", type: "image/png", bytes: picture.drawing.png(width: 800)))
        }
    }
}
