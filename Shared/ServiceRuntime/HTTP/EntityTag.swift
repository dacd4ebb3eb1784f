import Crypto
import Foundation

/// Strong entity tags (RFC 9110, 8.8.3): `"<revision>.<fingerprint>"` of a document, `"<fingerprint>"` of anything else.
/// Edits compare the revision alone: what surrounds a document in its answer may change without harm.
enum EntityTag {
    static func of(_ answer: RouteAnswer) -> String {
        let fingerprint = fingerprint(answer.body)
        return "\"" + (answer.revision.map { "\($0).\(fingerprint)" } ?? fingerprint) + "\""
    }

    static func of(_ bytes: Data) -> String { "\"\(fingerprint(bytes))\"" }

    private static func fingerprint(_ bytes: Data) -> String { Data(SHA256.hash(data: bytes).prefix(12)).base64URL }

    /// Whether If-None-Match names the tag; the comparison is weak.
    static func isKnown(_ tag: String, to request: ReceivedRequest) -> Bool {
        guard let header = request.header("if-none-match") else { return false }
        return header.trimmed == "*" || list(header).contains { $0 == tag || $0 == "W/\(tag)" }
    }

    /// The tags of a header field, as they were written. None of ours holds a comma.
    static func list(_ header: String) -> [String] { header.split(separator: ",").map { String($0).trimmed } }

    /// The revision in a tag: what is before the point. A weak tag names none.
    static func revision(_ tag: String) -> String {
        guard tag.first == "\"", tag.last == "\"", tag.count > 1 else { return "" }
        return String(tag.dropFirst().dropLast().prefix { $0 != "." })
    }
}
