import Crypto
import Foundation

/// How messages to and from the payment company are signed: HMAC-SHA256, in hex, over the fields as `name=value`,
/// sorted by name and joined with `&`; the field `signature` itself is left out.
struct PaymentSignature: Sendable {
    private let key: SymmetricKey

    init(secret: String) { key = SymmetricKey(data: Data(secret.utf8)) }

    /// The fields with their signature.
    func signed(_ fields: [String: String]) -> [String: String] {
        var signed = fields
        signed["signature"] = HMAC<SHA256>.authenticationCode(for: canonical(fields), using: key)
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return signed
    }

    /// Whether the signature is right; compared in constant time.
    func isRight(_ fields: [String: String]) -> Bool {
        guard let given = fields["signature"].flatMap(Self.bytes(ofHex:)) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(given, authenticating: canonical(fields), using: key)
    }

    private func canonical(_ fields: [String: String]) -> Data {
        let pairs = fields.filter { $0.key != "signature" }.sorted { $0.key < $1.key }
        return Data(pairs.map { "\($0.key)=\($0.value)" }.joined(separator: "&").utf8)
    }

    private static func bytes(ofHex hex: String) -> [UInt8]? {
        let digits = Array(hex)
        guard digits.count == 64 else { return nil }
        let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
        return bytes.count == 32 ? bytes : nil
    }
}
