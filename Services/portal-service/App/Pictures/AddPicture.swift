import Crypto
import Foundation
import Kernel
import Messaging
import Pictures
import PortalDomain
import Postgres
import ServiceRuntime

struct AddPicture: Codable, Sendable {
    var id: ProductID
    /// JPEG, PNG or WebP.
    var picture: UploadedFile
    /// What it shows, in English and in Chinese.
    var alt: String
    var altZh: String

    /// The most bytes of a form with a picture.
    static let largest = 8 << 20
    /// As wide as a thumbnail, a card, and the whole page are.
    static let widths = [160, 480, 1200]
}

/// A picture in its sizes, ready to be kept.
struct EncodedPicture: Sendable {
    let product: ProductID
    let words: PictureWords
    let renditions: [Rendition]
}

/// What becomes of the bytes that came: nothing of them is kept but the pixels.
func encodePicture(_ input: AddPicture, _ call: Call) async throws -> EncodedPicture {
    let words = try PictureWords(english: input.alt, chinese: input.altZh)
    let format: PictureFormat =
        switch try input.picture.kind(of: [.jpeg, .png, .webp], field: "picture") {
        case .png: .png
        case .webp: .webp
        default: .jpeg
        }
    return EncodedPicture(
        product: input.id, words: words,
        renditions: try await PictureEncoder.renditions(
            of: Array(input.picture.bytes), format: format, widths: AddPicture.widths))
}

/// What became of a picture.
struct PictureChanged: Codable, Sendable {
    let id: PictureID
    let productID: ProductID
}

/// `POST products/{id}/pictures`: after those that the product has.
func addPicture(_ picture: EncodedPicture, _ call: CommandCall) async throws -> PictureChanged {
    let product = picture.product
    try await lockPictures(call.tx)
    let isKnown = try await call.tx.first("select true from product where product_id = \(product)", as: Bool.self)
    guard isKnown == true else { throw Problem.notFound("product", product) }
    let before: Int = try await call.tx.one("select count(*) from product_picture where product_id = \(product)")
    guard before < mostPictures else {
        throw Problem.conflict("a product has at most \(mostPictures) pictures; remove one first")
    }
    let id = PictureID()
    call.tx.write(
        """
        insert into product_picture (picture_id, product_id, position, alt, alt_zh)
        values (\(id), \(product), \(before), \(picture.words.english), \(picture.words.chinese))
        """)
    for rendition in picture.renditions { keep(rendition, of: id, call.tx) }
    return PictureChanged(id: id, productID: product)
}

private let mostPictures = 12

private func keep(_ rendition: Rendition, of picture: PictureID, _ tx: EventTransaction) {
    let hash = Data(SHA256.hash(data: rendition.bytes)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        .joined()
    tx.write(
        """
        insert into picture_file (hash, bytes) values (\(hash), \(rendition.bytes)) on conflict (hash) do nothing
        """)
    tx.write(
        """
        insert into product_picture_size (picture_id, width, height, hash)
        values (\(picture), \(rendition.width), \(rendition.height), \(hash))
        """)
}

/// One adds or removes pictures at a time: a file that somebody needs is not removed by somebody else.
func lockPictures(_ tx: EventTransaction) async throws {
    try await tx.execute("select pg_advisory_xact_lock(hashtext('pictures'), hashtext(current_schema()))")
}
