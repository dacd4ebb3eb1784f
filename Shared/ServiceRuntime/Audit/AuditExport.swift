import Foundation
import Kernel

/// The answer to a download: a file with a name.
struct Download: Sendable {
    let name: String
    let contentType: String
    let body: Data
}

/// The audit trail as a file that spreadsheets open (RFC 4180), newest first: at most ``rows`` lines, which filters narrow.
enum AuditExport {
    static let rows = 10_000

    static func file(_ input: AuditQuery, _ call: Call) async throws -> Download {
        var lines = ["id,at,kind,actor,name,key,action,document,input,changes,address,request,position"]
        var query = input
        (query.limit, query.cursor) = (200, nil)
        repeat {
            let page = try await auditRecords(query, call)
            lines += try page.items.map(line)
            query.cursor = page.next
        } while query.cursor != nil && lines.count <= rows
        return Download(
            name: "audit-\(call.service.name)-\(BusinessDate.today).csv", contentType: "text/csv; charset=utf-8",
            // Spreadsheets take a file for UTF-8 by its byte order mark.
            body: Data(("\u{FEFF}" + lines.joined(separator: "\r\n") + "\r\n").utf8))
    }

    private static func line(_ record: AuditRecord) throws -> String {
        let changes = record.changes.isEmpty ? nil : try json(record.changes)
        let input = try record.input.map(json)
        let fields: [String?] = [
            record.id.description, record.at.formatted(.iso8601), record.kind.rawValue, record.actor,
            record.actorName, record.keyID?.uuidString.lowercased(), record.action, record.document, input, changes,
            record.address, record.requestID,
            record.position.map(String.init),
        ]
        return fields.map { quoted($0 ?? "") }.joined(separator: ",")
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try WireJSON.encode(value), as: UTF8.self)
    }

    /// A field that no spreadsheet takes for a formula (OWASP, CSV injection).
    private static func quoted(_ text: String) -> String {
        let safe = text.first.map { "=+-@\t\r".contains($0) } ?? false ? "'" + text : text
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
