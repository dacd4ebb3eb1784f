import Foundation
import JSONSchema
import Kernel

/// The audit trail of one service, for administrators.
struct AuditPage: Codable, Sendable {
    struct Option: Codable, Sendable {
        let value: String
        let label: String
        let isChosen: Bool
    }
    struct Tab: Codable, Sendable {
        let label: String
        let link: String
        let isOpen: Bool
    }
    struct Cell: Codable, Sendable {
        let column: String
        let was: String
        let becomes: String
    }
    struct Changed: Codable, Sendable {
        let table: String
        let operation: String
        let cells: [Cell]
    }
    struct Row: Codable, Sendable {
        let time: String
        let kind: String
        let kindLabel: String
        let actor: String
        let key: String?
        let action: String
        let documentLink: String?
        let input: String?
        let address: String?
        let requestID: String
        let place: String?
        let changed: [Changed]
    }
    let tabs: [Tab]
    let kinds: [Option]
    let who: String
    let action: String
    let document: String
    let from: String
    let to: String
    let rows: [Row]
    let fault: String?
    let exportLink: String
    let nextLink: String?
}

func auditPage(_ input: AuditQuery, _ call: Call) async throws -> AuditPage {
    let records = try await auditRecords(input, call)
    let (here, filter) = (call.request.path, input.filter)
    let filters = call.request.query.split(separator: "&").filter { !$0.hasPrefix("cursor=") }.map(String.init)
    return AuditPage(
        tabs: tabs(call),
        kinds: AuditKind.allCases.map {
            .init(value: $0.rawValue, label: call.text("audit_\($0.rawValue)"), isChosen: $0 == filter.kind)
        },
        who: filter.who ?? "", action: filter.action ?? "", document: filter.document ?? "",
        from: filter.from?.description ?? "", to: filter.to?.description ?? "",
        rows: records.items.map { row($0, call) }, fault: try await AuditCheck.newest(1000, call).fault,
        // A field left empty is none for a program.
        exportLink: "\(here).csv?" + filters.filter { !$0.hasSuffix("=") }.joined(separator: "&"),
        nextLink: records.next.map { "\(here)?" + (filters + ["cursor=\($0)"]).joined(separator: "&") })
}

/// The four trails are one click from each other.
private func tabs(_ call: Call) -> [AuditPage.Tab] {
    [("CRM", "/crm"), ("ERP", "/erp"), ("OA", "/oa"), (call.text("audit_portal"), "")].map { label, prefix in
        .init(label: label, link: "\(prefix)/ops/audit", isOpen: prefix == call.service.prefix)
    }
}

private func row(_ record: AuditRecord, _ call: Call) -> AuditPage.Row {
    .init(
        time: call.format(record.at), kind: record.kind.rawValue, kindLabel: call.text("audit_\(record.kind.rawValue)"),
        actor: record.actorName.isEmpty ? call.text("audit_anyone") : record.actorName,
        key: record.keyID?.text,
        action: call.service.texts.find(record.action, call.language) ?? record.action,
        // The page of a document is where its data is, without `/api`.
        documentLink: record.document?.replacing("/api/", with: "/", maxReplacements: 1),
        input: record.input.map(text), address: record.address, requestID: record.requestID,
        place: record.position.map(String.init), changed: record.changes.map(changed))
}

private func changed(_ change: AuditRecord.Change) -> AuditPage.Changed {
    let (before, after) = (members(change.before), members(change.after))
    let columns = Set(before.keys).union(after.keys).sorted()
    return .init(
        table: change.table, operation: change.operation,
        cells: columns.map { .init(column: $0, was: text(before[$0]), becomes: text(after[$0])) })
}

private func members(_ value: JSONValue?) -> [String: JSONValue] {
    if case .object(let members)? = value { members } else { [:] }
}

private func text(_ value: JSONValue?) -> String {
    switch value {
    case nil, .null?: ""
    case .string(let text)?: text
    case let value?: (try? WireJSON.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
