import ArgumentParser
import Foundation
import JSONSchema
import Kernel

/// `qiao verify`: proves that what was published was applied, that the services' figures agree, and that their audit
/// trails are whole.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Compare what was published with what was applied, and the services' business figures with each other.",
        discussion:
            "Exits 0 only when something was compared and nothing differs. Waits for events under way to settle.")

    @Option(help: "Seconds to wait for differences to settle before they count.") var patience = 30
    @OptionGroup var common: GatewayOptions

    func run() async throws {
        let report = try await common.withGateway { gateway in
            let person = try await Person.administrator(gateway)
            let deadline = ContinuousClock.now + .seconds(patience)
            var report = try await Verification(person: person).run()
            while !report.differences.isEmpty, ContinuousClock.now < deadline {
                try await Task.sleep(for: .seconds(1))
                report = try await Verification(person: person).run()
            }
            return report
        }
        try show(report)
        if !report.differences.isEmpty || report.isEmpty { throw ExitCode.failure }
    }

    private func show(_ report: VerifyReport) throws {
        if common.json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(report), as: UTF8.self))
            return
        }
        for difference in report.differences { print("DIFFERS \(difference)") }
        if report.isEmpty { print("NOTHING COMPARED: no events and no figures were found; play a story first") }
        print(
            "\(report.subscriptions) subscriptions, \(report.streams) streams, \(report.events) events, "
                + "\(report.figures) figures, \(report.auditPlaces) places of audit trails compared; \(report.differences.count) differences"
        )
    }
}

/// What was compared and what differs.
struct VerifyReport: Encodable {
    var subscriptions = 0
    var streams = 0
    var events = 0
    var figures = 0
    /// Places of audit trails of which another service keeps the hash.
    var auditPlaces = 0
    var differences: [String] = []

    /// Comparing nothing proves nothing.
    var isEmpty: Bool { subscriptions == 0 || streams == 0 || figures == 0 }
}

/// One round of comparisons over the services' own operations interface.
struct Verification: Sendable {
    let person: Person

    func run() async throws -> VerifyReport {
        var report = VerifyReport()
        var heads: [String: [Digest]] = [:]
        var applied: [String: Applied] = [:]
        for (service, prefix) in ServicePrefix.all {
            heads[service] = try digests(try await person.get("\(prefix)/ops/heads"))
            let positions = try await person.get("\(prefix)/ops/positions")
            applied[service] = Applied(
                follows: try positions.list("follows").compactMap(\.text), digests: try digests(positions))
            for stream in try await person.get("\(prefix)/ops/incomplete").list("streams") {
                report.differences.append(
                    "\(service): the log of stream \(stream["aggregateID"]?.text ?? "?") lacks events")
            }
            if let fault = try await auditFault(prefix) {
                report.differences.append("\(service): the audit trail is not whole: \(fault)")
            }
        }
        for (service, applied) in applied.sorted(by: { $0.key < $1.key }) {
            for type in applied.follows {
                let publisher = String(type.prefix { $0 != "." })
                compare(
                    type, published: heads[publisher] ?? [], by: publisher, applied: applied.digests, in: service,
                    &report)
            }
        }
        try await compareFigures(&report)
        try await compareAuditTrails(&report)
        return report
    }

    /// OA keeps a record of the others' trails, the portal one of OA's.
    private func compareAuditTrails(_ report: inout VerifyReport) async throws {
        let prefixes = Dictionary(uniqueKeysWithValues: ServicePrefix.all.map { ($0.0, $0.1) })
        for (service, prefix) in ServicePrefix.all {
            let keeper = service == "oa" ? "portal" : "oa"
            let (count, difference) = try await AuditRecord(person: person).compare(
                service, prefix, keptBy: keeper, prefixes[keeper] ?? "")
            report.auditPlaces += count
            if let difference { report.differences.append(difference) }
        }
    }

    /// Walks a service's audit trail, a portion at a time.
    private func auditFault(_ prefix: String) async throws -> String? {
        var after: Int64 = 0
        while true {
            let check = try await person.get("\(prefix)/ops/audit-check?after=\(after)")
            if let fault = check["fault"]?.text { return fault }
            guard case .integer(let checked)? = check["checked"], case .integer(let sealed)? = check["sealed"],
                checked > after, checked < sealed
            else { return nil }
            after = checked
        }
    }

    private struct Digest: Sendable, Hashable {
        let type: String
        let part: Int64
        let streams: Int64
        let events: Int64
        let fingerprint: String
    }

    /// What one service follows and how far it is.
    private struct Applied {
        let follows: [String]
        let digests: [Digest]
    }

    private func digests(_ answer: JSONValue) throws -> [Digest] {
        try answer.list("digests").map { item in
            guard case .integer(let part)? = item["part"], case .integer(let streams)? = item["streams"],
                case .integer(let events)? = item["events"]
            else { throw Unexpected("not a digest: \(item)") }
            return Digest(
                type: try item.string("aggregateType"), part: part, streams: streams, events: events,
                fingerprint: try item.string("fingerprint"))
        }
    }

    private func compare(
        _ type: String, published: [Digest], by publisher: String, applied: [Digest], in service: String,
        _ report: inout VerifyReport
    ) {
        report.subscriptions += 1
        let sent = Dictionary(uniqueKeysWithValues: published.filter { $0.type == type }.map { ($0.part, $0) })
        let taken = Dictionary(uniqueKeysWithValues: applied.filter { $0.type == type }.map { ($0.part, $0) })
        for part in Set(sent.keys).union(taken.keys).sorted() {
            report.streams += Int(sent[part]?.streams ?? 0)
            report.events += Int(sent[part]?.events ?? 0)
            guard sent[part] != taken[part] else { continue }
            report.differences.append(
                "\(type) p\(part): \(publisher) published \(sent[part]?.events ?? 0) events of \(sent[part]?.streams ?? 0) "
                    + "streams, \(service) applied \(taken[part]?.events ?? 0) of \(taken[part]?.streams ?? 0)")
        }
    }

    private func compareFigures(_ report: inout VerifyReport) async throws {
        var figures: [String: String] = [:]
        for (_, prefix) in ServicePrefix.all {
            for figure in try await person.get("\(prefix)/ops/figures").list("figures") {
                figures[try figure.string("key")] = try figure.string("value")
            }
        }
        for comparison in FigureComparison.all {
            report.figures += 1
            if let difference = try comparison.difference(in: figures) { report.differences.append(difference) }
        }
        let checks = figures.filter { $0.key.contains(".check.") }
        report.figures += checks.count
        for (key, value) in checks.sorted(by: { $0.key < $1.key }) where ExactDecimal(value) != .zero {
            report.differences.append("\(key) is \(value), not 0")
        }
    }
}
