import CArgon2
import Crypto
import CryptoExtras
import Dispatch
import Foundation

/// Passwords at rest: Argon2id (RFC 9106) with a salt of their own, written as libargon2 writes it:
/// `$argon2id$v=19$m=12288,t=3,p=1$salt$key`. What was stored as `scrypt$16384$8$1$salt$key` (RFC 7914) is verified too
/// and replaced when its owner signs in.
public enum Password {
    /// Of the settings that OWASP's Password Storage Cheat Sheet asks for at least, the one that takes the least time.
    private static let passes: UInt32 = 3
    private static let kibibytes: UInt32 = 12_288
    private static let lanes: UInt32 = 1
    private static let current = "$argon2id$v=19$m=\(kibibytes),t=\(passes),p=\(lanes)$"
    /// Deriving takes tens of milliseconds of one core: it has a queue of its own, one at a time, so that neither the
    /// cooperative pool nor the machine is given away to whoever sends passwords.
    private static let queue = DispatchQueue(label: "qiao.password")

    /// What libargon2 could not do, in its words: memory is short.
    public struct NotDerived: Error, CustomStringConvertible {
        public let description: String
        fileprivate init(_ code: CInt) { description = String(cString: argon2_error_message(code)) }
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
            let bytes = typed(password)
            switch argon2id_verify(stored, bytes, bytes.count) {
            case ARGON2_OK.rawValue: return true
            case ARGON2_MEMORY_ALLOCATION_ERROR.rawValue: throw NotDerived(ARGON2_MEMORY_ALLOCATION_ERROR.rawValue)
            default: return false
            }
        }
    }

    /// What to store instead, once the password was verified; nil when it is stored as it would be today.
    /// - Throws: ``NotDerived``
    public static func renewed(_ password: String, _ stored: String) async throws -> String? {
        stored.hasPrefix(current) ? nil : try await hash(password)
    }

    private static func encoded(_ password: String) throws -> String {
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        let bytes = typed(password)
        // The encoded form of 16 bytes of salt and 32 of key has 98 characters.
        var text = [CChar](repeating: 0, count: 128)
        let code = argon2id_hash_encoded(
            passes, kibibytes, lanes, bytes, bytes.count, salt, salt.count, 32, &text, text.count)
        guard code == ARGON2_OK.rawValue else { throw NotDerived(code) }
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
