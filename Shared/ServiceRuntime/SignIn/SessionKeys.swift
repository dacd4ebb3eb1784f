import Crypto
import Foundation
import JWTKit
import Kernel
import Logging
import Postgres

/// The keys that access tokens are verified with, kept in memory and read again when a token names an unknown one.
actor SessionKeys {
    private struct Row: Decodable, Sendable {
        let keyID: UUID
        let service: String
        let publicKey: String
        let validUntil: Date
    }
    /// A token that was verified, and with which key.
    private struct Verified {
        let claims: SessionClaims
        let kid: String
    }
    private static let mostRemembered = 4096

    private let database: PostgresPool
    private let revocations: Revocations
    private let apiKeys: ApiKeys
    /// The issuers whose keys must be known before anyone is told that they are nobody.
    private let trusted: Set<String>
    private var keys = JWTKeyCollection()
    private var known: [String: Row] = [:]
    private var verified: [String: Verified] = [:]
    private var lastRead: ContinuousClock.Instant?
    private var issues: String?
    private(set) var issuer: SessionIssuer?

    init(_ database: PostgresPool, _ revocations: Revocations, _ apiKeys: ApiKeys, trusted: Set<String> = []) {
        (self.database, self.revocations, self.apiKeys, self.trusted) = (database, revocations, apiKeys, trusted)
    }

    /// This service signs people in, under that name.
    func issue(as service: String) { issues = service }

    /// Lets the next unknown key id cause a read at once.
    func forgetWhenRead() { lastRead = nil }

    /// Reads keys and revocations anew.
    /// - Throws: `PostgresError` when they cannot be read now.
    func load() async throws {
        try await read()
        if let issues {
            issuer = try await SessionIssuer(service: issues, keys: try await SigningKeys.own(database))
        }
        try await revocations.load(database)
        try await apiKeys.load(database)
    }

    /// The trusted issuers of which no key is known yet.
    func missing() async throws -> [String] {
        func unknown() -> Set<String> {
            let now = Date()
            return trusted.subtracting(known.values.filter { $0.validUntil > now }.map(\.service))
        }
        if !unknown().isEmpty { try await readSometimes() }
        return unknown().sorted()
    }

    /// Whom a token speaks of, and whether it still holds.
    /// - Throws: `PostgresError` when the keys cannot be read now; ``Problem`` 503 when an issuer's have never come.
    func reading(of token: String) async throws -> SessionReading {
        if token.hasPrefix(ApiKey.prefix) { return .person(try apiKeys.person(of: token)) }
        guard let claims = try await claims(of: token), let issuer = Issuer(rawValue: claims.iss) else {
            let missing = try await missing()
            guard missing.isEmpty || Self.keyID(of: token) == nil else {
                throw Problem.unavailable("the signing key of \(missing[0]) has not come yet", retryAfter: 1)
            }
            return .nobody
        }
        if claims.isOver { return .over(issuer) }
        return revocations.hold(claims) ? .revoked(issuer) : .person(claims.person)
    }

    /// The person of a token that holds.
    func person(of token: String) async throws -> Person? { try await reading(of: token).person }

    /// What a token says; nil when it is tampered with, or signed by nobody we know.
    private func claims(of token: String) async throws -> SessionClaims? {
        if let seen = verified[token], let key = known[seen.kid], key.validUntil > Date() { return seen.claims }
        guard let kid = Self.keyID(of: token) else { return nil }
        if known[kid] == nil { try await readSometimes() }
        guard let key = known[kid], key.validUntil > Date() else { return nil }
        guard let claims = try? await keys.verify(token, as: SessionClaims.self) else { return nil }
        guard claims.iss == key.service, Issuer(of: claims.kind).rawValue == key.service else { return nil }
        if verified.count >= Self.mostRemembered { verified = [:] }
        verified[token] = Verified(claims: claims, kid: kid)
        return claims
    }

    /// A stranger who makes up key ids causes at most one read a second.
    private func readSometimes() async throws {
        if let lastRead, lastRead.duration(to: .now) < .seconds(1) { return }
        try await read()
    }

    private func read() async throws {
        let rows = try await database.all(
            "select key_id, service, public_key, valid_until from rt_signing_key where valid_until > now()",
            as: Row.self)
        var current: [String: Row] = [:]
        for row in rows {
            let kid = row.keyID.text
            current[kid] = row
            guard known[kid] == nil, let raw = Data(base64URL: row.publicKey),
                let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw)
            else { continue }
            await keys.add(eddsa: EdDSA.PublicKey(backing: key), kid: JWKIdentifier(string: kid))
        }
        known = current
        // Only now: a call that came while the keys were added must not take them for unknown.
        lastRead = .now
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
