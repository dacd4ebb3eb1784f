import Foundation
import JWTKit
import ServiceRuntime

/// What an ID token says (OpenID Connect Core 1.0, §2), as far as it is looked at.
struct IDToken: JWTPayload {
    let iss: String
    let sub: String
    let aud: AudienceClaim
    let exp: Double
    let iat: Double
    let nonce: String?
    let azp: String?
    let email: String?
    let emailVerified: Bool?
    let amr: [String]?

    private enum CodingKeys: String, CodingKey {
        case iss, sub, aud, exp, iat, nonce, azp, email, emailVerified = "email_verified", amr
    }

    /// The rest is checked by ``email(for:nonce:now:)``, which knows what was asked.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    /// Clocks may differ by that much.
    private static let leeway = 60.0

    /// The verified address of who signed in (Core 1.0, §3.1.3.7).
    /// - Throws: ``Problem`` 401 that says what is wrong with it.
    func email(for configuration: OpenIDConfiguration, nonce wanted: String, now: Date = Date()) throws -> String {
        guard iss == configuration.issuer else { throw Problem.openID("the token is of another issuer") }
        guard aud.value.contains(configuration.clientID), azp == nil || azp == configuration.clientID,
            aud.value.count == 1 || azp != nil
        else { throw Problem.openID("the token is for somebody else") }
        guard exp + Self.leeway > now.timeIntervalSince1970 else { throw Problem.openID("the token has ended") }
        guard iat - Self.leeway < now.timeIntervalSince1970 else { throw Problem.openID("the token is of the future") }
        guard nonce == wanted else { throw Problem.openID("the token is not the answer to this sign-in") }
        guard let email, emailVerified == true else { throw Problem.openID("the e-mail address is not verified there") }
        return email.lowercased()
    }
}
