import Foundation
import JSONSchema
import Kernel

extension InputValue {
    /// The input as JSON for the audit trail: secrets are left out, long texts are cut.
    /// Nil when nothing was sent.
    var onRecord: String? {
        guard case .object(let members) = self else { return nil }
        // `_key` and its like belong to the form, not to what was asked.
        let sent = InputValue.object(members.filter { !$0.key.hasPrefix("_") })
        guard sent != .empty, let json = try? WireJSON.encode(sent.withoutSecrets) else { return nil }
        guard json.count <= Self.most else { return #"{"…": "\#(json.count) bytes"}"# }
        return String(decoding: json, as: UTF8.self)
    }

    private static let secretWords = ["password", "secret", "token", "otp", "verification", "recovery"]
    private static let longest = 2000
    /// Bytes of JSON beyond which only their number is kept.
    private static let most = 65_536

    private var withoutSecrets: JSONValue {
        switch self {
        case .null: .null
        case .bool(let value): .bool(value)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .string(let text), .text(let text): .string(Self.storable(String(text.prefix(Self.longest))))
        case .array(let elements): .array(elements.map(\.withoutSecrets))
        case .object(let members):
            .object(
                Dictionary(
                    members.map { name, value in
                        (Self.storable(name), Self.isSecret(name) ? "•" : value.withoutSecrets)
                    }
                ) { first, _ in first })
        }
    }

    /// PostgreSQL keeps no NUL, which a field that nobody asked for may hold.
    private static func storable(_ text: String) -> String { text.replacing("\0", with: "\u{FFFD}") }

    private static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return secretWords.contains { name.contains($0) }
    }
}
