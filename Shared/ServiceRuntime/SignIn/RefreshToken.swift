import Crypto
import Foundation

/// What a session goes on with: 32 random bytes, told to the person once and stored as their SHA-256. A password's slow
/// hash is not needed: nobody guesses 256 bits.
struct RefreshToken: Sendable {
    let text: String

    static func make() -> RefreshToken {
        RefreshToken(text: Data((0..<32).map { _ in UInt8.random(in: .min ... .max) }).base64URL)
    }

    var hash: String { Data(SHA256.hash(data: Data(text.utf8))).base64URL }
}
