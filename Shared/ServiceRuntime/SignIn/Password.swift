import Crypto
import CryptoExtras
import Dispatch
import Foundation

/// Passwords at rest: scrypt (RFC 7914) with a salt of their own, as `scrypt$16384$8$1$salt$key` in base64url.
public enum Password {
    private static let rounds = 16_384
    private static let blockSize = 8
    private static let parallelism = 1
    /// Deriving takes tens of milliseconds of one core: it has a queue of its own, one at a time, so that neither the
    /// cooperative pool nor the machine is given away to whoever sends passwords.
    private static let queue = DispatchQueue(label: "qiao.password")

    /// The stored form of a password.
    public static func hash(_ password: String) async throws -> String {
        let salt = Data((0..<16).map { _ in UInt8.random(in: .min ... .max) })
        let key = try await derive(password, salt, rounds, blockSize, parallelism)
        return "scrypt$\(rounds)$\(blockSize)$\(parallelism)$\(salt.base64URL)$\(key.base64URL)"
    }

    /// Whether the password is the one that was stored. With nil (no such person) it takes as long and says no.
    public static func verify(_ password: String, _ stored: String?) async throws -> Bool {
        let parts = stored?.split(separator: "$").map(String.init) ?? []
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]), let block = Int(parts[2]),
            let parallelism = Int(parts[3]), let salt = Data(base64URL: parts[4]), let key = Data(base64URL: parts[5])
        else {
            _ = try await derive(password, Data(repeating: 0, count: 16), Self.rounds, blockSize, Self.parallelism)
            return false
        }
        return constantTimeEqual(try await derive(password, salt, rounds, block, parallelism), key)
    }

    /// Letters that look alike and can be typed in several ways are one (NFKC, NIST SP 800-63B §5.1.1.2).
    private static func derive(
        _ password: String, _ salt: Data, _ rounds: Int, _ blockSize: Int, _ parallelism: Int
    ) async throws -> Data {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result {
                        try KDF.Scrypt.deriveKey(
                            from: Data(password.precomposedStringWithCompatibilityMapping.utf8), salt: salt,
                            outputByteCount: 32, rounds: rounds,
                            blockSize: blockSize, parallelism: parallelism
                        ).withUnsafeBytes { Data($0) }
                    })
            }
        }
    }

    /// Compares without telling by its duration where the difference is.
    private static func constantTimeEqual(_ a: Data, _ b: Data) -> Bool {
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
