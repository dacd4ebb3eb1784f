import ServiceRuntime

struct SignInQuery: Codable, Sendable {
    /// Where to go afterwards, a path of ours.
    var then: String?
}

/// A page with a sign-in form.
struct SignInView: Codable, Sendable {
    let then: String
}

/// `/sign-in`: staff; the form goes to oa-service.
func staffSignInPage(_ query: SignInQuery, _ call: Call) async throws -> SignInView {
    SignInView(then: localPath(query.then, else: "/workbench"))
}

/// `/shopper/sign-in` and `/shopper/register`: shoppers.
func shopperSignInPage(_ query: SignInQuery, _ call: Call) async throws -> SignInView {
    SignInView(then: localPath(query.then, else: "/shop"))
}
