import Foundation
import ServiceRuntime

struct SignInQuery: Codable, Sendable {
    /// Where to go afterwards, a path of ours.
    var then: String?
}

struct SignInView: Codable, Sendable {
    let then: String
    /// Whether the company has an identity provider to sign in at.
    let hasProvider: Bool
}

/// `sign-in`: the staff's door.
func signInPage(_ query: SignInQuery, _ call: Call) async throws -> SignInView {
    let issuer = ProcessInfo.processInfo.environment["QIAO_OIDC_ISSUER"] ?? ""
    return SignInView(then: localPath(query.then ?? "/workbench"), hasProvider: !issuer.isEmpty)
}
