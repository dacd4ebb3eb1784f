import CRMDomain
import Crypto
import Foundation

extension QuoteContent {
    /// SHA-256 of the content's canonical text, in hexadecimal: what is approved and accepted is compared by it.
    var hash: String {
        SHA256.hash(data: Data(canonicalText.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
