import Kernel
import Postgres

/// Whether the chain of the audit trail is whole.
struct AuditCheck: Codable, Sendable {
    /// How many entries are sealed.
    let sealed: Int
    /// The hash of the newest, in hexadecimal: kept elsewhere, it shows also when the end was cut off.
    let hash: String?
    /// What is wrong, and where; nil when the chain is whole.
    let fault: String?
}

func auditCheck(_ input: NoInput, _ call: Call) async throws -> AuditCheck {
    struct Head: Decodable, Sendable {
        var position: Int
        var hash: String
    }
    let head: Head? = try await call.database.first(
        "select position, encode(hash, 'hex') as hash from rt_audit_seal order by position desc limit 1")
    return AuditCheck(sealed: head?.position ?? 0, hash: head?.hash, fault: try await auditFault(call))
}

/// The first fault of the chain in words; nil when it is whole.
func auditFault(_ call: Call) async throws -> String? {
    try await call.database.first("select concat_ws(': ', place, fault) from rt_audit_fault()")
}
