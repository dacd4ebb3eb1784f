import Foundation

/// The alphabet of RFC 4648 §6, without padding, as authenticator apps write secrets.
private let base32Alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

extension Data {
    var base32: String {
        var text = ""
        var (bits, count) = (UInt32(0), 0)
        for byte in self {
            (bits, count) = (bits << 8 | UInt32(byte), count + 8)
            while count >= 5 {
                count -= 5
                text.append(base32Alphabet[Int(bits >> UInt32(count) & 31)])
            }
        }
        if count > 0 { text.append(base32Alphabet[Int(bits << UInt32(5 - count) & 31)]) }
        return text
    }

    init?(base32 text: String) {
        self.init()
        var (bits, count) = (UInt32(0), 0)
        for letter in text.uppercased() where letter != "=" {
            guard let value = base32Alphabet.firstIndex(of: letter) else { return nil }
            (bits, count) = (bits << 5 | UInt32(value), count + 5)
            if count >= 8 {
                count -= 8
                append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
    }
}
