/// A text as it may stand in a query or a form, or as a segment of a path; by bytes, for every page has many.
///
/// - Parameter keepsSlashes: whether a path stays readable, which a query allows.
public func urlEncoded(_ text: String, keepsSlashes: Bool = false) -> String {
    text.utf8.reduce(into: "") { encoded, byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            encoded.unicodeScalars.append(Unicode.Scalar(byte))
        case UInt8(ascii: "/") where keepsSlashes: encoded += "/"
        default: encoded += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
        }
    }
}
