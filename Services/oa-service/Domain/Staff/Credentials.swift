/// What a sign-in name may look like: 2 to 32 lower-case letters, digits, dots, underscores and hyphens.
public func checkLogin(_ login: String) throws(CredentialError) {
    let allowed = login.utf8.allSatisfy {
        (97...122).contains($0) || (48...57).contains($0) || $0 == 46 || $0 == 95 || $0 == 45
    }
    guard (2...32).contains(login.utf8.count), allowed else { throw .login }
}

/// Why a sign-in name is refused.
public enum CredentialError: Error, Hashable, Sendable, CaseIterable {
    case login

    /// The field at fault, as the request names it.
    public var field: String { "login" }
}

extension CredentialError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .login: "2 to 32 lower-case letters, digits, dots, underscores or hyphens"
        }
    }
}
