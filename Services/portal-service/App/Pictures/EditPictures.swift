import Kernel
import Messaging
import PortalDomain
import Postgres
import ServiceRuntime

struct ChangePicture: Codable, Sendable {
    var id: PictureID
    /// What it shows, in English and in Chinese.
    var alt: String
    var altZh: String
}

/// `PUT pictures/{id}`
func changePicture(_ input: ChangePicture, _ call: CommandCall) async throws -> PictureChanged {
    let words = try PictureWords(english: input.alt, chinese: input.altZh)
    let product = try await lockedPicture(input.id, call.tx)
    try call.mustBeCurrent(
        try await call.tx.one("select xmin::text from product_picture where picture_id = \(input.id)", as: String.self))
    call.tx.write(
        """
        update product_picture set alt = \(words.english), alt_zh = \(words.chinese) where picture_id = \(input.id)
        """)
    return PictureChanged(id: input.id, productID: product)
}

struct MovePicture: Codable, Sendable {
    var id: PictureID
    /// How many others come before it; 0 makes it the one that stands for the product.
    var place: Int
}

/// `POST pictures/{id}/move`
func movePicture(_ input: MovePicture, _ call: CommandCall) async throws -> PictureChanged {
    let product = try await lockedPicture(input.id, call.tx)
    var order: [PictureID] = try await call.tx.all(
        "select picture_id from product_picture where product_id = \(product) order by position")
    order.removeAll { $0 == input.id }
    order.insert(input.id, at: min(max(input.place, 0), order.count))
    reorder(order, call.tx)
    return PictureChanged(id: input.id, productID: product)
}

struct PicturePath: Codable, Sendable {
    var id: PictureID
}

/// `DELETE pictures/{id}`: and the files that no other picture has.
func removePicture(_ path: PicturePath, _ call: CommandCall) async throws -> PictureChanged {
    let product = try await lockedPicture(path.id, call.tx)
    let files: [String] = try await call.tx.all(
        "select hash from product_picture_size where picture_id = \(path.id)")
    call.tx.write("delete from product_picture where picture_id = \(path.id)")
    call.tx.write(
        """
        delete from picture_file file where hash = any(\(files)::text[])
            and not exists (select from product_picture_size size where size.hash = file.hash)
        """)
    let left: [PictureID] = try await call.tx.all(
        "select picture_id from product_picture where product_id = \(product) order by position")
    reorder(left, call.tx)
    return PictureChanged(id: path.id, productID: product)
}

/// - Returns: the product whose picture it is.
/// - Throws: ``Problem`` 404 when there is none.
private func lockedPicture(_ id: PictureID, _ tx: EventTransaction) async throws -> ProductID {
    try await lockPictures(tx)
    let product = try await tx.first(
        "select product_id from product_picture where picture_id = \(id)", as: ProductID.self)
    guard let product else { throw Problem.notFound("picture", id) }
    return product
}

private func reorder(_ order: [PictureID], _ tx: EventTransaction) {
    tx.write(
        """
        update product_picture set position = place - 1
        from unnest(\(order.map(\.rawValue))::uuid[]) with ordinality as wanted (picture, place)
        where picture_id = picture and position <> place - 1
        """)
}
