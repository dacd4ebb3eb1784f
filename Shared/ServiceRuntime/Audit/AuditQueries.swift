import Foundation
import JSONSchema
import Kernel
import Postgres

/// Which entries of the audit trail are wanted.
struct AuditFilter: Codable, Sendable {
    var kind: AuditKind?
    /// Part of the name of who acted, or of the actor (`staff:0190…`).
    var who: String?
    /// Part of the action, such as `customers`.
    var action: String?
    /// The path of a document or its id.
    var document: String?
    /// The first and the last day, in the company's zone.
    var from: BusinessDate?
    var to: BusinessDate?
}

/// A page of them, newest first.
struct AuditQuery: PageRequest, Codable, Sendable {
    var filter: AuditFilter
    var cursor: String?
    var limit: Int?

    init(filter: AuditFilter, cursor: String?, limit: Int) {
        (self.filter, self.cursor, self.limit) = (filter, cursor, limit)
    }

    /// Both at one level, as they are in a query.
    init(from decoder: any Decoder) throws {
        filter = try AuditFilter(from: decoder)
        let page = try PageQuery(from: decoder)
        (cursor, limit) = (page.cursor, page.limit)
    }

    func encode(to encoder: any Encoder) throws {
        try filter.encode(to: encoder)
        try PageQuery(cursor: cursor, limit: limit).encode(to: encoder)
    }
}
extension AuditKind: Codable, PostgresDecodable, SchemaRepresentable {}

/// A line of the audit trail as it is read.
struct AuditRecord: Codable, Sendable {
    /// What a command did to a row of a table.
    struct Change: Codable, Sendable {
        let table: String
        let key: String
        let operation: String
        /// Of an update only the columns that differ.
        let before: JSONValue?
        let after: JSONValue?
    }
    enum Entry {}

    let id: ID<Entry>
    let at: Date
    let kind: AuditKind
    let actor: String
    let actorName: String
    /// The API key with which a machine acted on the person's behalf.
    let keyID: UUID?
    let action: String
    let document: String?
    /// What was sent, without secrets.
    let input: JSONValue?
    let address: String?
    let requestID: String
    /// Its place in the chain of hashes; nil for the moment until it is sealed.
    let position: Int64?
    let changes: [Change]
}

func auditRecords(_ input: AuditQuery, _ call: Call) async throws -> Paged<AuditRecord> {
    let last = try input.last(ID<AuditRecord.Entry>.self)
    let rows: [AuditRecord] = try await call.database.all(
        """
        select entry_id as id, at, kind, actor, actor_name, key_id, action, document, input, address, request_id, position,
            coalesce((select jsonb_agg(jsonb_build_object('table', table_name, 'key', document_key,
                    'operation', operation, 'before', rt_differing(before, after),
                    'after', rt_differing(after, before)) order by change_id)
                from rt_audit_change change where change.entry_id = entry.entry_id), '[]') as changes
        from rt_audit entry left join rt_audit_seal using (entry_id)
        where \(wanted(input.filter)) and \(.all(last.map { "entry.entry_id < \($0)" }))
        order by entry.entry_id desc limit \(input.rowLimit)
        """)
    return Paged(rows, input) { [$0.id.description] }
}

private func wanted(_ input: AuditFilter) -> SQL {
    .all(
        input.kind.map { "kind = \($0)" },
        SQL.holds(input.who, "actor_name", "actor"), SQL.holds(input.action, "action"),
        (input.document?.trimmed).flatMap { $0.isEmpty ? nil : isAbout($0) },
        SQL.instant("at", from: input.from, to: input.to))
}

/// By the index of last steps; several kinds of documents may have the same.
private func isAbout(_ document: String) -> SQL {
    """
    (split_part(document, '/', -1) = split_part(\(document), '/', -1)
        and (document = \(document) or right(document, length(\(document)) + 1) = '/' || \(document)))
    """
}
