import Foundation
import Kernel

/// A public key with which a service signs sessions: the others verify with it.
public struct SigningKeyPublished<Service: Publisher>: Event {
    public static var type: String { "\(Service.name).signing-key.published" }
    public static var summary: String { "A public key for verifying this service's session tokens." }
    /// The key id in the token's header.
    public var keyID: UUID
    /// The Ed25519 public key, 32 bytes in base64url.
    public var publicKey: String
    public var validUntil: Date

    public init(keyID: UUID, publicKey: String, validUntil: Date) {
        self.keyID = keyID
        self.publicKey = publicKey
        self.validUntil = validUntil
    }
    public var aggregate: UUID { keyID }
}
