import Crypto
import Foundation
import JWTKit
import Kernel
import Logging
import Postgres

/// The keys that sessions are verified with, kept in memory and read again when a token names an unknown one.
actor SessionKeys {
    /// Who may vouch for whom: staff sign in at oa-service, shoppers at portal-service.
    static let issuers: [Person.Kind: String] = [.staff: "oa", .shopper: "portal"]

    private struct Row: Decodable, Sendable {
        let keyID: UUID
        let service: String
        let publicKey: String
        let validUntil: Date
    }

    private let database: PostgresPool
    private var keys = JWTKeyCollection()
    private var known: [String: Row] = [:]
    private var lastRead: ContinuousClock.Instant?
    private(set) var issuer: SessionIssuer?

    init(_ database: PostgresPool) { self.database = database }

    func use(_ issuer: SessionIssuer) { self.issuer = issuer }

    /// Lets the next unknown key id cause a read at once.
    func forgetWhenRead() { lastRead = nil }

    /// The person a token speaks of; nil when it is expired, tampered with, or signed by nobody we know.
    /// - Throws: `PostgresError` when the keys cannot be read now.
    func person(of token: String) async throws -> Person? {
        guard let kid = Self.keyID(of: token) else { return nil }
        if known[kid] == nil { try await read() }
        guard let key = known[kid], key.validUntil > Date() else { return nil }
        guard let claims = try? await keys.verify(token, as: SessionClaims.self) else { return nil }
        guard claims.iss == key.service, Self.issuers[claims.kind] == key.service else { return nil }
        return claims.person
    }

    /// A stranger who makes up key ids causes at most one read a second.
    private func read() async throws {
        if let lastRead, lastRead.duration(to: .now) < .seconds(1) { return }
        let rows = try await database.all(
            "select key_id, service, public_key, valid_until from rt_signing_key", as: Row.self)
        lastRead = .now
        for row in rows where known[row.keyID.uuidString.lowercased()] == nil {
            guard let raw = Data(base64URL: row.publicKey),
                let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw)
            else { continue }
            let kid = row.keyID.uuidString.lowercased()
            await keys.add(eddsa: EdDSA.PublicKey(backing: key), kid: JWKIdentifier(string: kid))
            known[kid] = row
        }
    }

    /// The key id in a token's header; only EdDSA tokens have one for us.
    static func keyID(of token: String) -> String? {
        struct Header: Decodable {
            let alg: String
            let kid: String
        }
        guard let first = token.split(separator: ".").first, let data = Data(base64URL: String(first)),
            let header = try? JSONDecoder().decode(Header.self, from: data), header.alg == "EdDSA"
        else { return nil }
        return header.kid
    }
}
