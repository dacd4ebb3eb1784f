import Crypto
import Foundation

/// Codes of an authenticator app: TOTP (RFC 6238) with what apps agree on, HMAC-SHA-1, six digits, thirty seconds.
public struct TimeBasedCode: Sendable, Hashable {
    static let step = 30
    /// Clocks may differ by one step each way.
    static let tolerance: Int64 = 1
    /// RFC 4226 §4 asks for 128 bits at least and recommends 160.
    static let secretBytes = 20

    /// What the app and we know, and nobody else.
    public let secret: Data

    /// A new secret.
    public init() { secret = Data((0..<Self.secretBytes).map { _ in UInt8.random(in: .min ... .max) }) }

    public init(secret: Data) { self.secret = secret }

    /// A secret as apps write it, in base32 with or without blanks; nil when it is none, or too short.
    public init?(base32: String) {
        guard let secret = Data(base32: base32.filter { !$0.isWhitespace }), secret.count >= Self.secretBytes else {
            return nil
        }
        self.secret = secret
    }

    /// As people type it into an app.
    public var base32: String { secret.base32 }

    /// The code of a step (RFC 4226 §5.3).
    func code(step: Int64, digits: Int = 6) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Data($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(mac[mac.count - 1] & 0x0F)
        let number = mac[offset..<offset + 4].reduce(0) { $0 << 8 | UInt64($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(UInt64(1)) { product, _ in product * 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step whose code it is, if that is one of now; nil when the code is wrong.
    public func step(of code: String, at now: Date = Date()) -> Int64? {
        let current = Int64(now.timeIntervalSince1970) / Int64(Self.step)
        let typed = code.filter { !$0.isWhitespace }
        // All are computed, whichever fits.
        return (current - Self.tolerance...current + Self.tolerance).filter { self.code(step: $0) == typed }.first
    }

    /// What an app reads from the picture (Google's Key URI Format).
    public func uri(account: String, issuer: String) -> String {
        let name = urlEncoded("\(issuer):\(account)")
        return "otpauth://totp/\(name)?secret=\(base32)&issuer=\(urlEncoded(issuer))"
            + "&algorithm=SHA1&digits=6&period=\(Self.step)"
    }
}
