import Foundation
import Kernel

/// The audit trail as a file that spreadsheets open (RFC 4180), newest first: at most ``rows`` lines, which filters narrow.
enum AuditExport {
    static let rows = 10_000

    static func file(_ input: AuditFilter, _ call: Call) async throws -> Download {
        var lines = [
            [
                "id", "at", "kind", "actor", "name", "key", "action", "document", "input", "changes", "address",
                "request", "position",
            ]
        ]
        var query = AuditQuery(filter: input, cursor: nil, limit: 200)
        repeat {
            let page = try await auditRecords(query, call)
            lines += try page.items.map(line)
            query.cursor = page.next
        } while query.cursor != nil && lines.count <= rows
        return .csv("audit-\(call.service.name)-\(BusinessDate.today)", lines)
    }

    private static func line(_ record: AuditRecord) throws -> [String] {
        let changes = record.changes.isEmpty ? nil : try json(record.changes)
        let input = try record.input.map(json)
        let fields: [String?] = [
            record.id.description, record.at.formatted(.iso8601), record.kind.rawValue, record.actor,
            record.actorName, record.keyID?.text, record.action, record.document, input, changes,
            record.address, record.requestID,
            record.position.map(String.init),
        ]
        return fields.map { $0 ?? "" }
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try WireJSON.encode(value), as: UTF8.self)
    }
}
