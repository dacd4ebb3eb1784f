import Crypto
import Foundation

/// How the payment company signs, and wants to be spoken to: HMAC-SHA256, in hex, over the fields as `name=value`,
/// sorted by name and joined with `&`; the field `signature` itself is left out.
struct Signer: Sendable {
    private let key: SymmetricKey

    init(secret: String) { key = SymmetricKey(data: Data(secret.utf8)) }

    func signature(of fields: [String: String]) -> String {
        HMAC<SHA256>.authenticationCode(for: canonical(fields), using: key).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    func signed(_ fields: [String: String]) -> [String: String] {
        fields.merging(["signature": signature(of: fields)]) { _, new in new }
    }

    /// Compares in constant time.
    func accepts(_ fields: [String: String]) -> Bool {
        guard let given = fields["signature"].flatMap(bytes) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(given, authenticating: canonical(fields), using: key)
    }

    private func canonical(_ fields: [String: String]) -> Data {
        let pairs = fields.filter { $0.key != "signature" }.sorted { $0.key < $1.key }
        return Data(pairs.map { "\($0.key)=\($0.value)" }.joined(separator: "&").utf8)
    }

    private func bytes(_ hex: String) -> [UInt8]? {
        guard hex.count == 64 else { return nil }
        let digits = Array(hex)
        let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
        return bytes.count == 32 ? bytes : nil
    }
}
