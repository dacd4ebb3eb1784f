import Crypto
import Foundation
import JWTKit
import Kernel

/// Signs access tokens, which every service can verify with the published keys.
public struct SessionIssuer: Sendable {
    /// A key and from when on it signs.
    private struct Signer {
        let kid: JWKIdentifier
        let signsFrom: Date
    }

    let service: String
    private let signers: [Signer]
    private let keys: JWTKeyCollection

    init(service: String, keys stored: [StoredSigningKey]) async throws {
        self.service = service
        keys = JWTKeyCollection()
        signers = stored.sorted { $0.signsFrom > $1.signsFrom }
            .map { Signer(kid: JWKIdentifier(string: $0.id.text), signsFrom: $0.signsFrom) }
        for key in stored {
            let secret = try Curve25519.Signing.PrivateKey(rawRepresentation: key.secret)
            await keys.add(
                eddsa: EdDSA.PrivateKey(backing: secret), kid: JWKIdentifier(string: key.id.text))
        }
    }

    /// A signed token that says who the person is, valid for that long.
    public func issue(_ person: Person, for duration: Duration) async throws -> String {
        let now = Date()
        return try await token(person, issuedAt: now, expiresAt: now.addingTimeInterval(duration.inSeconds))
    }

    /// The newest key whose time has come signs.
    func token(_ person: Person, issuedAt: Date = Date(), expiresAt: Date) async throws -> String {
        let now = Date()
        let signer = signers.first { $0.signsFrom <= now } ?? signers.last
        return try await keys.sign(
            SessionClaims(person, issuer: service, issuedAt: issuedAt, expiresAt: expiresAt), kid: signer?.kid)
    }
}
