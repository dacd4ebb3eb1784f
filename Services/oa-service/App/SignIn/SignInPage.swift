struct SignInQuery: Codable, Sendable {
    /// Where to go afterwards, a path of ours.
    var then: String?
}

/// `sign-in`: the staff's door.
struct SignInView: Codable, Sendable {
    let then: String
    /// Whether the company has an identity provider to sign in at.
    let hasProvider: Bool

    init(_ query: SignInQuery, hasProvider: Bool) {
        (then, self.hasProvider) = (localPath(query.then ?? "/workbench"), hasProvider)
    }
}
