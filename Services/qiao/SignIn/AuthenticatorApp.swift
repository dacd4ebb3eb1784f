import Crypto
import Foundation

/// What a person has on their telephone: codes by RFC 6238, from a secret in base32.
struct AuthenticatorApp: Sendable {
    let secret: String
    private let key: SymmetricKey

    init?(secret: String) {
        var bytes = Data()
        var (bits, count) = (UInt32(0), 0)
        for letter in secret.utf8 {
            guard let value = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8).firstIndex(of: letter) else { return nil }
            (bits, count) = (bits << 5 | UInt32(value), count + 5)
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        (self.secret, key) = (secret, SymmetricKey(data: bytes))
    }

    /// The code of now.
    func code() -> String {
        let step = UInt64(Date().timeIntervalSince1970) / 30
        let counter = withUnsafeBytes(of: step.bigEndian) { Data($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: key))
        let offset = Int(mac[19] & 15)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        return String(String(1_000_000 + number % 1_000_000).dropFirst())
    }

    /// How long the code of now is still shown.
    func untilNext() -> Duration {
        .milliseconds(Int((30 - Date().timeIntervalSince1970.truncatingRemainder(dividingBy: 30)) * 1000) + 50)
    }
}
