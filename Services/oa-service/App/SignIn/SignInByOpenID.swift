import Crypto
import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// The cookie that ties a sign-in at the provider to the browser that began it.
private let openIDCookie = "qiao_openid"

/// Sign-in at the company's identity provider: authorization code with PKCE, state and nonce.
struct SignInByOpenID: Sendable {
    let provider: OpenIDProvider?

    private func configured() throws -> OpenIDProvider {
        guard let provider else { throw Problem.notFound("identity provider", "here") }
        return provider
    }

    /// `openid/start`: to the provider.
    func start(_ query: StepQuery, _ call: Call) async throws -> NoInput {
        let provider = try configured()
        let metadata = try await provider.discovered()
        let (state, nonce, verifier) = (OneTimeToken(), OneTimeToken(), OneTimeToken())
        try await call.database.execute("delete from openid_request where expires_at < now()")
        try await call.database.execute(
            """
            insert into openid_request (state_hash, nonce, verifier, leads_to, expires_at)
            values (\(state.hash), \(nonce.text), \(verifier.text), \(localPath(query.then)),
                now() + interval '10 minutes')
            """)
        let parameters = [
            ("response_type", "code"), ("scope", "openid email profile"), ("state", state.text),
            ("client_id", provider.configuration.clientID), ("redirect_uri", provider.configuration.redirectURL),
            ("nonce", nonce.text), ("code_challenge_method", "S256"),
            // S256 of RFC 7636 is how these tokens are hashed anyway.
            ("code_challenge", verifier.hash),
        ]
        let text = parameters.map { "\($0.0)=\(urlEncoded($0.1))" }.joined(separator: "&")
        let separator = metadata.authorizationEndpoint.contains("?") ? "&" : "?"
        throw Redirect(
            to: metadata.authorizationEndpoint + separator + text,
            cookies: [Cookie(openIDCookie, state.text, seconds: 600, path: "/oa/openid")])
    }

    /// What the provider sends the browser back with.
    struct Answer: Codable, Sendable {
        var code: String?
        var state: String?
        var error: String?
    }

    private struct Begun: Decodable, Sendable {
        let nonce: String
        let verifier: String
        let leadsTo: String
    }

    /// `openid/callback`
    func finish(_ answer: Answer, _ call: Call) async throws -> NoInput {
        let provider = try configured()
        guard let state = answer.state, state == call.cookie(openIDCookie) else {
            throw Problem.openID("this browser did not begin this sign-in")
        }
        // Used up by whoever comes first with it.
        let begun: Begun? = try await call.database.first(
            """
            delete from openid_request where state_hash = \(OneTimeToken.hash(of: state)) and expires_at > now()
            returning nonce, verifier, leads_to
            """)
        guard let begun else { throw Problem.openID("this sign-in was begun too long ago, or is done") }
        guard let code = answer.code else { throw Problem.openID("the provider refused: \(answer.error ?? "no code")") }
        let token = try await provider.verified(
            try await provider.idToken(for: code, verifier: begun.verifier), as: IDToken.self)
        let email = try token.email(for: provider.configuration, nonce: begun.nonce)
        let person = try await member(email, call)
        let proof = token.amr ?? []
        let hasProvedMore = !Set(proof).isDisjoint(with: ["mfa", "otp", "hwk", "swk"])
        if person.mustProveMore, !hasProvedMore {
            throw try await Redirect(toSecondStepOf: person, then: begun.leadsTo, call)
        }
        let started = try await startSession(of: person.signedIn(["oidc"] + proof), call)
        throw Redirect(
            to: begun.leadsTo, cookies: [Cookie(openIDCookie, "", seconds: 0, path: "/oa/openid")], session: started)
    }

    /// The one active member of staff with the address.
    private func member(_ email: String, _ call: Call) async throws -> Claimant {
        do {
            guard let person = try await Claimant.find("lower(email) = \(email)", call.database) else {
                throw Problem.openID("nobody on the staff has the address \(email)")
            }
            return person
        } catch PostgresError.tooManyRows {
            throw Problem.openID("several people on the staff have the address \(email)")
        }
    }
}
