import Foundation

/// What a password must be: long, and none that everybody tries first. Mixtures of kinds of characters are not asked for
/// (NIST SP 800-63B §5.1.1.2).
public enum PasswordPolicy {
    public static let shortest = 10
    public static let longest = 128

    /// The commonest passwords of at least ten characters, in lower case: from Django's list of 20 000 (BSD-3-Clause,
    /// `common-passwords.txt.gz` of Debian's python3-django 3.2), after Royce Williams's list of leaked ones.
    private static let commonest: Set<String> = {
        guard let file = Bundle.module.url(forResource: "Passwords/commonest", withExtension: "txt"),
            let text = try? String(contentsOf: file, encoding: .utf8)
        else { return [] }
        return Set(text.split(separator: "\n").map { $0.lowercased() })
    }()

    /// - Parameters:
    ///   - field: the field of the input that holds it.
    ///   - names: what must not be the password: the sign-in name, the address, the person's name.
    /// - Throws: ``Problem`` 422 that says what to do about it.
    public static func check(_ password: String, field: String = "password", notLike names: [String?]) throws {
        func refuse(_ why: Phrase) -> Problem { .invalid(field: field, why) }
        guard password.count >= shortest else { throw refuse("must have at least \(shortest) characters") }
        guard password.count <= longest, password.utf8.count <= 4 * longest else {
            throw refuse("must have at most \(longest) characters")
        }
        guard Set(password).count > 2 else { throw refuse("must not repeat one or two characters") }
        let lower = password.lowercased()
        guard !names.contains(where: { $0?.lowercased() == lower }) else {
            throw refuse("must not be your own name")
        }
        guard !commonest.contains(lower) else {
            throw refuse("is one of the passwords that everybody tries first; choose another")
        }
    }
}
