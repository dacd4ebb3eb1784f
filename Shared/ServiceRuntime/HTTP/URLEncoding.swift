/// A text as it may stand in a query or a form, or as a segment of a path; by bytes, for every page has many.
///
/// - Parameter keepsSlashes: whether a path stays readable, which a query allows.
public func urlEncoded(_ text: String, keepsSlashes: Bool = false) -> String {
    let isPlain = { (byte: UInt8) in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        case UInt8(ascii: "/"): keepsSlashes
        default: false
        }
    }
    guard !text.utf8.allSatisfy(isPlain) else { return text }
    var encoded: [UInt8] = []
    encoded.reserveCapacity(text.utf8.count * 3)
    for byte in text.utf8 {
        if isPlain(byte) {
            encoded.append(byte)
        } else {
            encoded += [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)]
        }
    }
    return String(decoding: encoded, as: UTF8.self)
}

private func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10 }
