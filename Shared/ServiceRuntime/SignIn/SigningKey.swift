import Crypto
import Foundation

/// A public key that verifies sessions, as it is published.
struct SigningKey: Sendable {
    let id: UUID
    /// Ed25519, 32 bytes in base64url.
    let publicKey: String
    let validUntil: Date
}

/// The key pair of a service that signs people in, as it is stored in its own schema.
struct StoredSigningKey: Sendable {
    let id: UUID
    let secret: Data
    let signsFrom: Date
    var validUntil: Date

    /// After so long a new pair takes over.
    static let serves = Duration.hours(90 * 24)
    /// A new pair is published so long before it signs: time enough for a service that was away.
    static let publishedAhead = Duration.hours(7 * 24)

    /// A new pair. Its end is far: when the next one takes over, the end comes near.
    static func make(signsFrom: Date = Date()) -> StoredSigningKey {
        StoredSigningKey(
            id: UUID(), secret: Curve25519.Signing.PrivateKey().rawRepresentation, signsFrom: signsFrom,
            validUntil: signsFrom.addingTimeInterval(366 * 86_400))
    }

    func published() throws -> SigningKey {
        let secret = try Curve25519.Signing.PrivateKey(rawRepresentation: secret)
        return SigningKey(
            id: id, publicKey: secret.publicKey.rawRepresentation.base64URL, validUntil: validUntil)
    }
}
