import Foundation
import Kernel

extension InputValue {
    /// The input as JSON for the audit trail: secrets are left out, long texts are cut.
    /// Nil when nothing was sent.
    var onRecord: String? {
        guard case .object(let members) = self else { return nil }
        // `_key` and its like belong to the form, not to what was asked.
        let sent = members.filter { !$0.key.hasPrefix("_") }
        guard !sent.isEmpty else { return nil }
        var json = ""
        InputValue.object(sent).write(to: &json)
        return json.utf8.count <= Self.most ? json : #"{"…": "\#(json.utf8.count) bytes"}"#
    }

    private static let secretWords = ["password", "secret", "token", "otp", "verification", "recovery"]
    private static let longest = 2000
    /// Bytes of JSON beyond which only their number is kept.
    private static let most = 65_536

    /// Every command goes through here: what an encoder would need is several times the rest of writing an entry.
    private func write(to json: inout String) {
        switch self {
        case .null: json += "null"
        case .bool(let value): json += value ? "true" : "false"
        case .integer(let value): json += "\(value)"
        case .number(let value): json += value.isFinite ? "\(value)" : "null"
        case .string(let text), .text(let text):
            Self.write(text.utf8.count <= Self.longest ? text[...] : text.prefix(Self.longest), to: &json)
        case .file(let file):
            // Its content is not the trail's to keep; which content it was, is.
            let held: [String: InputValue] = [
                "file": .string(file.name), "bytes": .integer(Int64(file.bytes.count)),
                "sha256": .string(file.fingerprint),
            ]
            InputValue.object(held).write(to: &json)
        case .array(let elements):
            json += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { json += "," }
                element.write(to: &json)
            }
            json += "]"
        case .object(let members):
            json += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { json += "," }
                Self.write(member.key[...], to: &json)
                json += ":"
                if Self.isSecret(member.key) { json += #""•""# } else { member.value.write(to: &json) }
            }
            json += "}"
        }
    }

    /// Writes a string of JSON (RFC 8259, section 7). PostgreSQL keeps no NUL, which a field that nobody asked for may
    /// hold.
    private static func write(_ text: Substring, to json: inout String) {
        json += "\""
        if text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
            for scalar in text.unicodeScalars { write(scalar, to: &json) }
        } else {
            json += text
        }
        json += "\""
    }

    private static func write(_ scalar: Unicode.Scalar, to json: inout String) {
        switch scalar.value {
        case 0: json += "\u{FFFD}"
        case 1..<0x20: json += "\\u00" + String(scalar.value + 0x100, radix: 16).dropFirst()
        case 0x22, 0x5C: json += "\\\(scalar)"
        default: json.unicodeScalars.append(scalar)
        }
    }

    private static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return secretWords.contains { name.contains($0) }
    }
}
