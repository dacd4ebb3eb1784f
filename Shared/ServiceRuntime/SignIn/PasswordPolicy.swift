import Foundation

/// What a password must be: long, and none that is tried first. Mixtures of kinds of characters are not asked for
/// (NIST SP 800-63B §5.1.1.2, ASVS 2.1). It is looked at when it is set: an older one goes on to be good.
public enum PasswordPolicy {
    public static let shortest = 12
    public static let longest = 128
    /// So many pieces must be left of it, when each that is easily guessed counts as one.
    static let fewestPieces = 8

    /// The commonest passwords of at least ten characters, in lower case: from Django's list of 20 000 (BSD-3-Clause,
    /// `common-passwords.txt.gz` of Debian's python3-django 3.2), after Royce Williams's list of leaked ones.
    static let commonest = lines("commonest")
    /// What passwords are often made of.
    static let words = lines("words")

    private static func lines(_ name: String) -> Set<String> {
        guard let file = Bundle.module.url(forResource: "Passwords/\(name)", withExtension: "txt"),
            let text = try? String(contentsOf: file, encoding: .utf8)
        else { return [] }
        return Set(text.split(separator: "\n").map { $0.lowercased() })
    }

    /// - Parameters:
    ///   - field: the field of the input that holds it.
    ///   - names: what must not make up the password: the sign-in name, the address, the person's name.
    /// - Throws: ``Problem`` 422 that says what to do about it.
    public static func check(_ password: String, field: String = "password", notLike names: [String?]) throws {
        func refuse(_ why: Phrase) -> Problem { .invalid(field: field, why) }
        guard password.count >= shortest else { throw refuse("must have at least \(shortest) characters") }
        guard password.count <= longest, password.utf8.count <= 4 * longest else {
            throw refuse("must have at most \(longest) characters")
        }
        guard !commonest.contains(password.lowercased()) else {
            throw refuse("is one of the passwords that everybody tries first; choose another")
        }
        guard PasswordPieces.count(in: password, names: names.compactMap { $0 }) >= fewestPieces else {
            throw refuse(
                "is easily guessed: a name, a common word, a row of keys, a year, a repetition each count as one")
        }
    }
}
