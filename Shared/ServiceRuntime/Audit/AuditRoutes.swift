import Kernel

/// The audit trail at `<prefix>/ops/audit`: the page, the data, the file, and whether it is whole.
enum AuditRoutes {
    private static let administrators = Access.roles(.administrator)

    static let all: [Route] = [
        page("audit", template: "audit", title: "audit_title", administrators, auditPage),
        query("audit-entries", "The audit trail, newest first", administrators, auditRecords),
        query("audit-check", "Whether the chain of the audit trail is whole", administrators, AuditCheck.portion),
        query(
            "audit-heads", "What is kept here of another service's audit trail", administrators, AuditHeads.kept),
        query("audit-seals", "The hashes of places of this audit trail", administrators, AuditHeads.own),
        download("audit.csv", "The audit trail as a file", administrators, AuditExport.file),
    ]
}
