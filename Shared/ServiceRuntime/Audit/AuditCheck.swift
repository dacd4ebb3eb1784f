import Kernel
import Postgres

/// From where on the chain is looked at.
struct AuditCheckQuery: Codable, Sendable {
    /// The `checked` of the answer before; from the beginning when absent.
    var after: Int64?
}

/// Whether the chain of the audit trail is whole, a portion at a time: ask again until `checked` is `sealed`.
struct AuditCheck: Codable, Sendable {
    /// How many entries are sealed.
    let sealed: Int64
    /// Up to which of them the chain was looked at.
    let checked: Int64
    /// The hash of the newest, in hexadecimal: kept elsewhere, it shows also when the end was cut off.
    let hash: String?
    /// What is wrong, and where; nil when the portion is whole.
    let fault: String?

    /// Some seconds' work for the database.
    private static let portion: Int64 = 20_000

    static func portion(_ input: AuditCheckQuery, _ call: Call) async throws -> AuditCheck {
        let after = max(0, input.after ?? 0)
        let found = try await check(after: { _ in after }, call)
        guard found.fault == nil, found.checked == found.sealed else { return found }
        return AuditCheck(
            sealed: found.sealed, checked: found.checked, hash: found.hash, fault: try await unsealed(call))
    }

    /// The newest entries alone, for whoever looks at them.
    static func newest(_ count: Int64, _ call: Call) async throws -> AuditCheck {
        try await check(after: { max(0, $0 - count) }, call)
    }

    private static func check(after begin: (_ sealed: Int64) -> Int64, _ call: Call) async throws -> AuditCheck {
        struct Head: Decodable, Sendable {
            var position: Int64
            var hash: String
        }
        let head: Head? = try await call.database.first(
            "select position, encode(hash, 'hex') as hash from rt_audit_seal order by position desc limit 1")
        let sealed = head?.position ?? 0
        let after = min(begin(sealed), sealed)
        let last = min(after + portion, sealed)
        let broken: String? = try await call.database.first(
            "select place || ': ' || fault from rt_audit_fault(\(after), \(last))")
        return AuditCheck(sealed: sealed, checked: last, hash: head?.hash, fault: broken)
    }

    /// What was never sealed has no place that could be missed. Looks at the whole trail, whatever the seals say of
    /// where it need not.
    private static func unsealed(_ call: Call) async throws -> String? {
        let waits: Bool = try await call.database.one(
            """
            select exists (select from rt_audit where at < clock_timestamp() - interval '1 minute'
                and not exists (select from rt_audit_seal seal where seal.entry_id = rt_audit.entry_id))
            """)
        return waits ? "entries wait longer than a minute to be sealed" : nil
    }
}
