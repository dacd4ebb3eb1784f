import Crypto
import Foundation

/// The keys of secrets that a service must be able to read again, so that who reads its tables cannot: AES-256-GCM
/// (NIST SP 800-38D). The first key encrypts, all of them decrypt.
public struct SecretKeys: Sendable {
    /// A secret as it is stored.
    public struct Sealed: Sendable, Hashable {
        /// Names the key: the beginning of its SHA-256, so that another key is never taken for it.
        public let keyID: String
        /// Nonce, encrypted secret and tag, in base64url.
        public let text: String

        public init(keyID: String, text: String) { (self.keyID, self.text) = (keyID, text) }
    }

    /// Why a stored secret cannot be read. Nothing but the right configuration, or a new secret, mends it.
    public enum Fault: Error, Hashable, CustomStringConvertible {
        case noKeys
        case unknownKey(String)
        case notAsStored

        public var description: String {
            switch self {
            case .noKeys: "QIAO_SECRET_KEYS is not set: 32 random bytes in base64 (head -c 32 /dev/urandom | base64)"
            case .unknownKey(let id):
                "secrets are encrypted with the key \(id), which is not in QIAO_SECRET_KEYS: add it after the first one"
            case .notAsStored: "an encrypted secret was changed, or is not the one of this owner"
            }
        }
    }

    private let keys: [(id: String, key: SymmetricKey)]

    /// - Parameter text: keys of 32 bytes in base64, by commas.
    /// - Returns: nil when one is none.
    public init?(base64 text: String) {
        keys = text.split(separator: ",").compactMap { part in
            guard let bytes = Data(base64Encoded: part.trimmed), bytes.count == 32 else { return nil }
            return (Data(SHA256.hash(data: bytes).prefix(6)).base64URL, SymmetricKey(data: bytes))
        }
        guard !keys.isEmpty, keys.count == text.split(separator: ",", omittingEmptySubsequences: false).count else {
            return nil
        }
    }

    /// The ids of the keys, the one that encrypts first.
    public var ids: [String] { keys.map(\.id) }

    /// - Parameter owner: whose secret it is; it can be read for the same owner only.
    public func seal(_ secret: Data, of owner: String) throws -> Sealed {
        let box = try AES.GCM.seal(secret, using: keys[0].key, authenticating: Data(owner.utf8))
        return Sealed(keyID: keys[0].id, text: (box.nonce + box.ciphertext + box.tag).base64URL)
    }

    /// - Throws: ``Fault``.
    public func open(_ sealed: Sealed, of owner: String) throws -> Data {
        guard let key = keys.first(where: { $0.id == sealed.keyID })?.key else {
            throw Fault.unknownKey(sealed.keyID)
        }
        guard let bytes = Data(base64URL: sealed.text), let box = try? AES.GCM.SealedBox(combined: bytes),
            let secret = try? AES.GCM.open(box, using: key, authenticating: Data(owner.utf8))
        else { throw Fault.notAsStored }
        return secret
    }

    /// Whether it was encrypted with a key that has been replaced.
    public func isOutdated(_ sealed: Sealed) -> Bool { sealed.keyID != keys[0].id }
}
