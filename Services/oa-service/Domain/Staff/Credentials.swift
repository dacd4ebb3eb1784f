/// What a sign-in name may look like: 2 to 32 lower-case letters, digits, dots, underscores and hyphens.
public func checkLogin(_ login: String) throws(CredentialError) {
    let allowed = login.utf8.allSatisfy {
        (97...122).contains($0) || (48...57).contains($0) || $0 == 46 || $0 == 95 || $0 == 45
    }
    guard (2...32).contains(login.utf8.count), allowed else { throw .login }
}

/// What a password must be: length counts, not mixture (NIST SP 800-63B §3.1.1.2).
public func checkPassword(_ password: String, login: String) throws(CredentialError) {
    guard password.count >= 8 else { throw .tooShort }
    guard password.utf8.count <= 256 else { throw .tooLong }
    guard password.lowercased() != login.lowercased() else { throw .sameAsLogin }
    guard Set(password).count > 2 else { throw .tooUniform }
}

/// Why a sign-in name or a password is refused.
public enum CredentialError: Error, Hashable, Sendable, CaseIterable {
    case login, tooShort, tooLong, sameAsLogin, tooUniform

    /// The field at fault, as the request names it.
    public var field: String { self == .login ? "login" : "password" }
}

extension CredentialError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .login: "2 to 32 lower-case letters, digits, dots, underscores or hyphens"
        case .tooShort: "at least 8 characters"
        case .tooLong: "at most 256 bytes"
        case .sameAsLogin: "must not be the sign-in name"
        case .tooUniform: "must not repeat one or two characters"
        }
    }
}
