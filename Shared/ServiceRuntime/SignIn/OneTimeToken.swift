import Crypto
import Foundation

/// A secret that is told once and stored as its SHA-256: links that reset a password, steps of a sign-in, keys of
/// machines. Nobody guesses 256 bits, so a slow hash is not needed.
public struct OneTimeToken: Sendable {
    public let text: String
    public var hash: String { Self.hash(of: text) }

    public init() { text = Data((0..<32).map { _ in UInt8.random(in: .min ... .max) }).base64URL }

    /// What is stored of a token that somebody brings.
    public static func hash(of text: String) -> String { Data(SHA256.hash(data: Data(text.utf8))).base64URL }

    /// Codes to write down: sixteen letters and digits of base32 in four groups, 80 bits.
    public static func recoveryCode() -> String {
        let letters = Data((0..<10).map { _ in UInt8.random(in: .min ... .max) }).base32
        return stride(from: 0, to: 16, by: 4).map { String(letters.dropFirst($0).prefix(4)) }.joined(separator: "-")
    }
}
