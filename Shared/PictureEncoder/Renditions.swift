import Pictures

extension DecodedPicture {
    private static let quality = 82

    /// The picture in each of the widths that it has, the smallest first; a narrow picture keeps its own width. It stands
    /// upright, and nothing is left of what was beside its pixels: place, camera, comments, other files.
    static func renditions(
        of bytes: [UInt8], format: PictureFormat, widths: [Int]
    ) throws(PictureError) -> [Rendition] {
        let header = try PictureHeader(of: bytes, format: format)
        let decoded = try DecodedPicture(bytes, format: format)
        // What is decoded must be what the header promised.
        guard decoded.width == header.width, decoded.height == header.height else { throw .damaged }
        let liesOnItsSide = header.orientation >= 5
        let own = liesOnItsSide ? header.height : header.width
        let wanted = Set(widths.map { min($0, own) }).sorted(by: >)
        var larger = decoded
        var renditions: [Rendition] = []
        for (index, width) in wanted.enumerated() {
            // Each from the next larger one; the first is turned, and all after it with it.
            let isFirst = index == 0
            larger = try larger.scaled(toWidth: width, lyingOnItsSide: isFirst && liesOnItsSide)
            if isFirst { larger = try larger.turned(header.orientation) }
            renditions.append(
                Rendition(width: larger.width, height: larger.height, bytes: try larger.webp(quality: quality)))
        }
        return renditions.reversed()
    }

    /// As wide as wanted once it is turned, and as high as its shape asks for.
    private func scaled(toWidth wanted: Int, lyingOnItsSide: Bool) throws(PictureError) -> DecodedPicture {
        let (across, along) = lyingOnItsSide ? (height, width) : (width, height)
        guard wanted < across else { return self }
        let other = (along * wanted + across / 2) / across
        return try lyingOnItsSide ? scaled(width: other, height: wanted) : scaled(width: wanted, height: other)
    }
}
