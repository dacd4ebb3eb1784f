import Foundation

/// The company's identity provider, when it has one.
///
/// | variable | meaning |
/// |---|---|
/// | `QIAO_OIDC_ISSUER` | the provider's address, as it stands in its tokens; its discovery document is below it |
/// | `QIAO_OIDC_CLIENT_ID`, `QIAO_OIDC_CLIENT_SECRET` (secret) | this company at the provider; the secret may be absent |
struct OpenIDConfiguration: Sendable, Hashable {
    let issuer: String
    let clientID: String
    let clientSecret: String?
    /// Where the provider sends the browser back to.
    let redirectURL: String

    /// What is wrong with the environment.
    struct Fault: Error, CustomStringConvertible { let description: String }

    /// - Returns: nil when no provider is named.
    /// - Throws: ``Fault`` when it is named by half.
    init?(_ environment: [String: String], publicURL: String) throws {
        func value(_ key: String) -> String? { environment[key].flatMap { $0.isEmpty ? nil : $0 } }
        guard let issuer = value("QIAO_OIDC_ISSUER") else { return nil }
        guard let url = URL(string: issuer), let host = url.host(),
            url.scheme == "https" || ["127.0.0.1", "localhost"].contains(host)
        else { throw Fault(description: "QIAO_OIDC_ISSUER must begin with https://, but for this machine itself") }
        guard let clientID = value("QIAO_OIDC_CLIENT_ID") else {
            throw Fault(description: "QIAO_OIDC_ISSUER and QIAO_OIDC_CLIENT_ID go together")
        }
        self.issuer = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        (self.clientID, clientSecret) = (clientID, value("QIAO_OIDC_CLIENT_SECRET"))
        redirectURL = "\(publicURL)/oa/openid/callback"
    }
}
