import Crypto
import Foundation
import JWTKit
import Kernel

/// Signs sessions: tokens that every service can verify with the published key.
public struct SessionIssuer: Sendable {
    let service: String
    let keyID: UUID
    let keys: JWTKeyCollection

    init(service: String, key: StoredSigningKey) async throws {
        (self.service, keyID) = (service, key.id)
        let secret = try Curve25519.Signing.PrivateKey(rawRepresentation: key.secret)
        keys = await JWTKeyCollection().add(
            eddsa: EdDSA.PrivateKey(backing: secret), kid: JWKIdentifier(string: key.id.uuidString.lowercased()))
    }

    /// A signed token that says who the person is, valid for that long.
    public func issue(_ person: Person, for duration: Duration) async throws -> String {
        try await token(person, expiresAt: Date(timeIntervalSinceNow: Double(duration.components.seconds)))
    }

    /// Starts a session and gives the answer that carries it.
    public func start(_ person: Person, for duration: Duration) async throws -> SessionStarted {
        let expiresAt = Date(timeIntervalSinceNow: Double(duration.components.seconds))
        return SessionStarted(
            token: try await token(person, expiresAt: expiresAt), expiresAt: expiresAt,
            person: .init(
                id: ID(rawValue: person.id), name: person.name, kind: person.kind.rawValue,
                roles: person.roles.sorted { $0.rawValue < $1.rawValue }))
    }

    func token(_ person: Person, expiresAt: Date) async throws -> String {
        try await keys.sign(
            SessionClaims(person, issuer: service, expiresAt: expiresAt),
            kid: JWKIdentifier(string: keyID.uuidString.lowercased()))
    }
}

/// What a session token says.
struct SessionClaims: JWTPayload {
    let iss: String
    let sub: UUID
    let name: String
    let nameZh: String?
    let kind: Person.Kind
    let roles: [Role]
    let exp: ExpirationClaim

    init(_ person: Person, issuer: String, expiresAt: Date) {
        (iss, sub, name, nameZh, kind) = (issuer, person.id, person.name, person.nameZh, person.kind)
        roles = person.roles.sorted { $0.rawValue < $1.rawValue }
        exp = ExpirationClaim(value: expiresAt)
    }

    func verify(using algorithm: some JWTAlgorithm) async throws {
        try exp.verifyNotExpired()
    }

    var person: Person { Person(id: sub, name: name, nameZh: nameZh, kind: kind, roles: Set(roles)) }
}
