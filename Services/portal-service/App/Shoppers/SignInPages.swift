import Foundation
import ServiceRuntime

struct SignInQuery: Codable, Sendable {
    /// Where to go afterwards, a path of ours.
    var then: String?
}

/// A page with a sign-in form.
struct SignInView: Codable, Sendable {
    let then: String
}

/// The sign-in page of staff.
struct StaffSignInView: Codable, Sendable {
    let then: String
    /// Whether the company has an identity provider to sign in at.
    let hasProvider: Bool
}

/// `/sign-in`: staff; the form goes to oa-service.
func staffSignInPage(_ query: SignInQuery, _ call: Call) async throws -> StaffSignInView {
    let issuer = ProcessInfo.processInfo.environment["QIAO_OIDC_ISSUER"] ?? ""
    return StaffSignInView(then: localPath(query.then, else: "/workbench"), hasProvider: !issuer.isEmpty)
}

/// `/shopper/sign-in` and `/shopper/register`: shoppers.
func shopperSignInPage(_ query: SignInQuery, _ call: Call) async throws -> SignInView {
    SignInView(then: localPath(query.then, else: "/shop"))
}

/// The page to register at: first the address, then the code that was sent to it with the rest.
struct RegisterQuery: Codable, Sendable {
    var then: String?
    /// The address a code was sent to.
    var contact: String?
}

struct RegisterView: Codable, Sendable {
    let then: String
    let contact: String?
    /// Whether the address comes first.
    let asksForAddress: Bool
    let needsCode: Bool
}

func registerPage(_ query: RegisterQuery, _ codes: AddressCodes) -> RegisterView {
    let needsCode = codes.areSent
    return RegisterView(
        then: localPath(query.then, else: "/shop"), contact: needsCode ? query.contact : nil,
        asksForAddress: needsCode && query.contact == nil, needsCode: needsCode)
}
