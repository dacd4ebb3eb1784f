import ArgumentParser
import Foundation
import JSONSchema
import Kernel

/// `qiao trace ID`: one business transaction as a tree of causes, with times.
struct Trace: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Follow one business transaction across all services, from any id or document number in it.")

    @Argument(help: "A chain, event or document id, or a document number such as SO-2026-000012.") var id: String
    @OptionGroup var common: GatewayOptions

    func run() async throws {
        let escaped = id.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? id
        let chain = try await common.withGateway { gateway in
            try await Person.administrator(gateway).get("/api/chains/\(escaped)")
        }
        if common.json {
            print(String(decoding: try WireJSON.encode(chain), as: UTF8.self))
        } else {
            print("chain \(try chain.string("chain"))")
            for line in try EventTree(chain.list("events")).lines() { print(line) }
        }
    }
}

/// Events under the events that led to them.
struct EventTree {
    private let roots: [JSONValue]
    private let children: [String: [JSONValue]]
    private let began: Date

    init(_ events: [JSONValue]) throws {
        let ids = Set(events.compactMap { $0["id"]?.text })
        roots = events.filter { event in event["cause"]?.text.map { !ids.contains($0) } ?? true }
        children = Dictionary(grouping: events.filter { $0["cause"]?.text != nil }, by: { $0["cause"]?.text ?? "" })
        began = events.compactMap { $0["at"]?.text.flatMap(WireJSON.parseInstant) }.min() ?? Date()
    }

    func lines() throws -> [String] { try roots.flatMap { try lines($0, depth: 0) } }

    private func lines(_ event: JSONValue, depth: Int) throws -> [String] {
        let at = event["at"]?.text.flatMap(WireJSON.parseInstant) ?? began
        let since = String(format: "%+10.3f s", at.timeIntervalSince(began))
        let indent = String(repeating: "  ", count: depth)
        let label = event["label"]?.text ?? event["aggregateID"]?.text ?? ""
        let line = "\(since)  \(indent)\(try event.string("type"))  \(label)"
        return try [line] + (children[try event.string("id")] ?? []).flatMap { try lines($0, depth: depth + 1) }
    }
}
