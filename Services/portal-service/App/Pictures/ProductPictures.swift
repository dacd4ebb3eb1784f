import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// A picture of a product.
struct ProductPicture: Codable, Sendable {
    struct Size: Codable, Sendable {
        let width: Int
        let height: Int
        /// Where it is; it never changes there.
        let url: String
    }
    let id: PictureID
    let productID: ProductID
    /// What it shows.
    let alt: String
    let altZh: String
    /// The smallest first.
    let sizes: [Size]
    /// What an edit of it sends as If-Match.
    let etag: String?
}

enum Picture {}
typealias PictureID = ID<Picture>

/// The pictures of a product, in their order.
struct ProductPictures: Codable, Sendable {
    let items: [ProductPicture]
}

/// `GET products/{id}/pictures`
func listPictures(_ path: ProductPath, _ call: Call) async throws -> ProductPictures {
    ProductPictures(items: try await pictures(of: [path.id], call.database)[path.id] ?? [])
}

/// The pictures of products, each in its order.
/// - Parameter firstOnly: the one that stands for the product.
func pictures(
    of products: [ProductID], firstOnly: Bool = false, _ database: some PostgresExecutor
) async throws -> [ProductID: [ProductPicture]] {
    let rows: [PictureRow] = try await database.all(
        """
        select picture_id, product_id, alt, alt_zh, product_picture.xmin::text as etag, jsonb_agg(
            jsonb_build_object('width', width, 'height', height, 'hash', hash) order by width) as sizes
        from product_picture join product_picture_size using (picture_id)
        where product_id = any(\(products.map(\.rawValue))::uuid[]) and \(firstOnly ? "position = 0" : "true" as SQL)
        group by picture_id order by product_id, position
        """)
    return Dictionary(grouping: rows.map(\.picture), by: \.productID)
}

private struct PictureRow: Decodable, Sendable {
    struct Size: Codable, Sendable {
        let width: Int
        let height: Int
        let hash: String
    }
    let pictureID: PictureID
    let productID: ProductID
    let alt: String
    let altZh: String
    let etag: String
    let sizes: [Size]

    var picture: ProductPicture {
        ProductPicture(
            id: pictureID, productID: productID, alt: alt, altZh: altZh,
            sizes: sizes.map { .init(width: $0.width, height: $0.height, url: "/api/picture-files/\($0.hash)") },
            etag: etag)
    }
}

struct PictureFilePath: Codable, Sendable {
    var hash: String
}

/// `GET picture-files/{hash}`
func pictureFile(_ path: PictureFilePath, _ call: Call) async throws -> KeptContent {
    let bytes: Data? = try await call.database.first("select bytes from picture_file where hash = \(path.hash)")
    guard let bytes else { throw Problem.notFound("picture", path.hash) }
    return KeptContent(bytes: bytes)
}
