import Foundation
import JWTKit
import Kernel

/// What an access token says.
struct SessionClaims: JWTPayload {
    let iss: String
    let sub: UUID
    let name: String
    let nameZh: String?
    let kind: Person.Kind
    let roles: [Role]
    /// The session it belongs to.
    let sid: UUID
    /// How the person proved who they are (RFC 8176).
    let amr: [String]
    /// When it was issued, by the clock of the issuer's database, in seconds with a fraction.
    let iat: Double
    let exp: Double

    init(_ person: Person, issuer: String, issuedAt: Date, expiresAt: Date) {
        (iss, sub, name, nameZh, kind) = (issuer, person.id, person.name, person.nameZh, person.kind)
        roles = person.roles.sorted { $0.rawValue < $1.rawValue }
        (sid, amr) = (person.sessionID ?? UUID(), person.amr)
        iat = issuedAt.timeIntervalSince1970
        exp = expiresAt.timeIntervalSince1970
    }

    /// Its end is looked at when it is used: a verified token is remembered.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    var isOver: Bool { exp <= Date().timeIntervalSince1970 }
    var issuedAt: Date { Date(timeIntervalSince1970: iat) }

    var person: Person {
        Person(
            id: sub, name: name, nameZh: nameZh, kind: kind, roles: Set(roles), sessionID: sid, amr: amr)
    }
}

/// What a token that came with a request turned out to be.
enum SessionReading: Sendable {
    case nobody
    case person(Person)
    /// Signed by the issuer, but its time is over.
    case over(Issuer)
    /// Signed by the issuer, and taken back.
    case revoked(Issuer)

    var person: Person? { if case .person(let person) = self { person } else { nil } }

    /// Why nobody is signed in.
    var problem: Problem {
        switch self {
        case .over(let issuer):
            Problem(
                type: "session-expired", status: 401, title: "The access token has ended",
                detail: "renew it: POST {refreshToken} to \(issuer.api)/refresh")
        case .revoked(let issuer):
            Problem(
                type: "session-revoked", status: 401, title: "The access token was taken back",
                detail: "renew it: POST {refreshToken} to \(issuer.api)/refresh; if that is refused, sign in again")
        case .nobody, .person: .notSignedIn
        }
    }
}
