import ServiceRuntime

/// A picture as pages show it: browsers choose the size by how wide it is shown.
struct PictureView: Codable, Sendable {
    let pictureNumber: Int
    let source: String
    let sources: String
    let pictureWidth: Int
    let pictureHeight: Int
    let alt: String
    /// The smallest and the largest size.
    let thumbnail: String
    let large: String

    init(_ picture: ProductPicture, number: Int = 1, _ language: Language) {
        let shown = picture.sizes.last { $0.width <= 480 } ?? picture.sizes.first
        pictureNumber = number
        source = shown?.url ?? ""
        sources = picture.sizes.map { "\($0.url) \($0.width)w" }.joined(separator: ", ")
        (pictureWidth, pictureHeight) = (shown?.width ?? 0, shown?.height ?? 0)
        alt = language == .zh ? picture.altZh : picture.alt
        thumbnail = picture.sizes.first?.url ?? ""
        large = picture.sizes.last?.url ?? ""
    }
}
