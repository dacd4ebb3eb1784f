import CSodium
import Crypto
import CryptoExtras
import Dispatch
import Foundation

/// Passwords at rest: Argon2id (RFC 9106) with a salt of their own, written as its reference implementation writes it,
/// `$argon2id$v=19$m=12288,t=3,p=1$salt$key`, and derived by libsodium in a third of the time that one takes. What was
/// stored as `scrypt$16384$8$1$salt$key` (RFC 7914) is verified too and replaced when its owner signs in.
public enum Password {
    /// Of the settings that OWASP's Password Storage Cheat Sheet asks for at least, the one that takes the least time.
    private static let passes: UInt64 = 3
    private static let kibibytes = 12_288
    private static let current = "$argon2id$v=19$m=\(kibibytes),t=\(passes),p=1$"
    /// The longest stored form, in bytes, with the zero at its end: a constant of libsodium's interface.
    private static let longest = 128
    /// Done once, so that the processor's fastest instructions are used.
    private static let isReady = sodium_init() >= 0
    /// Deriving takes ten or more milliseconds of one core: it has a queue of its own, one at a time, so that neither the
    /// cooperative pool nor the machine is given away to whoever sends passwords.
    private static let queue = DispatchQueue(label: "qiao.password")

    /// Memory is short.
    public struct NotDerived: Error, CustomStringConvertible {
        public var description: String { "there is too little memory to derive a password" }
    }

    /// The stored form of a password.
    /// - Throws: ``NotDerived``
    public static func hash(_ password: String) async throws -> String {
        try await aside { try encoded(password) }
    }

    /// Whether the password is the one that was stored. With nil (no such person) it says no, and
    /// takes as long as for a password that is stored as today's are.
    /// - Throws: ``NotDerived``
    public static func verify(_ password: String, _ stored: String?) async throws -> Bool {
        try await aside {
            guard let stored else {
                _ = try encoded(password)
                return false
            }
            if stored.hasPrefix("scrypt$") { return try verifyScrypt(password, stored) }
            guard isReady else { throw NotDerived() }
            guard stored.utf8.count < longest else { return false }
            // As long as the library may read.
            let text = Array(stored.utf8CString) + Array(repeating: 0, count: longest - stored.utf8CString.count)
            let characters = typed(password).map(CChar.init(bitPattern:))
            errno = 0
            if crypto_pwhash_argon2id_str_verify(text, characters, UInt64(characters.count)) == 0 { return true }
            guard errno != ENOMEM else { throw NotDerived() }
            return false
        }
    }

    /// What to store instead, once the password was verified; nil when it is stored as it would be today.
    /// - Throws: ``NotDerived``
    public static func renewed(_ password: String, _ stored: String) async throws -> String? {
        stored.hasPrefix(current) ? nil : try await hash(password)
    }

    private static func encoded(_ password: String) throws -> String {
        let characters = typed(password).map(CChar.init(bitPattern:))
        var text = [CChar](repeating: 0, count: longest)
        guard isReady,
            crypto_pwhash_argon2id_str(&text, characters, UInt64(characters.count), passes, kibibytes * 1024) == 0
        else { throw NotDerived() }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func verifyScrypt(_ password: String, _ stored: String) throws -> Bool {
        let parts = stored.split(separator: "$")
        guard parts.count == 6, let rounds = Int(parts[1]), let block = Int(parts[2]), let parallelism = Int(parts[3]),
            let salt = Data(base64URL: String(parts[4])), let key = Data(base64URL: String(parts[5]))
        else { return false }
        // Compared without telling by its duration where the difference is, as keys are.
        let derived = try KDF.Scrypt.deriveKey(
            from: Data(typed(password)), salt: salt, outputByteCount: key.count, rounds: rounds, blockSize: block,
            parallelism: parallelism)
        return derived == SymmetricKey(data: key)
    }

    /// Letters that look alike and can be typed in several ways are one (NFKC, NIST SP 800-63B §5.1.1.2).
    private static func typed(_ password: String) -> [UInt8] {
        Array(password.precomposedStringWithCompatibilityMapping.utf8)
    }

    private static func aside<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
