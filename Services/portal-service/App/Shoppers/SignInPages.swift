import Foundation
import ServiceRuntime

struct SignInQuery: Codable, Sendable {
    /// Where to go afterwards, a path of ours.
    var then: String?
}

/// A page with a sign-in form.
struct SignInView: Codable, Sendable {
    let then: String
    /// Whether somebody was about to order.
    let isForOrder: Bool
}

/// `/shopper/sign-in` and `/shopper/register`: shoppers.
func shopperSignInPage(_ query: SignInQuery, _ call: Call) async throws -> SignInView {
    let then = localPath(query.then, else: "/shop")
    return SignInView(then: then, isForOrder: then == "/checkout")
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
