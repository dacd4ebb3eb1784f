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
    let validUntil: Date

    /// A new pair. It is meant to serve for a year: rotation adds a key beside it.
    static func make() -> StoredSigningKey {
        StoredSigningKey(
            id: UUID(), secret: Curve25519.Signing.PrivateKey().rawRepresentation,
            validUntil: Date(timeIntervalSinceNow: 366 * 86_400))
    }

    func published() throws -> SigningKey {
        let secret = try Curve25519.Signing.PrivateKey(rawRepresentation: secret)
        return SigningKey(
            id: id, publicKey: secret.publicKey.rawRepresentation.base64URL, validUntil: validUntil)
    }
}
