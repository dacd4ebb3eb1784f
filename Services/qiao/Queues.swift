import ArgumentParser
import Foundation
import JSONSchema
import Kernel

/// The services and where each answers behind the gateway.
enum ServicePrefix {
    static let all = [("oa", "/oa"), ("crm", "/crm"), ("erp", "/erp"), ("portal", "")]
}

/// `qiao queues`: depth, age, rates, what is parked, per service and lane.
struct Queues: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show depth, oldest age, rates and parked messages of every service's queues and outbox.")

    @OptionGroup var common: GatewayOptions

    func run() async throws {
        let reports = try await common.withGateway { gateway in
            let person = try await Person.administrator(gateway)
            var reports: [String: JSONValue] = [:]
            for (service, prefix) in ServicePrefix.all {
                reports[service] = try await person.get("\(prefix)/ops/queues")
            }
            return reports
        }
        if common.json {
            print(String(decoding: try WireJSON.encode(JSONValue.object(reports)), as: UTF8.self))
            return
        }
        for (service, _) in ServicePrefix.all { if let report = reports[service] { try show(service, report) } }
    }

    private func show(_ service: String, _ report: JSONValue) throws {
        let connected = report["connected"] == true ? "connected" : "NOT CONNECTED"
        print(
            "\(service)-service  \(connected)  unsent \(number(report["unsent"]))"
                + "  oldest \(number(report["oldestUnsentSeconds"])) s  published \(number(report["publishedPerSecond"]))/s"
                + "  gaps \(number(report["gaps"]))")
        for queue in try report.list("queues") {
            let name = try queue.string("name").padding(toLength: 24, withPad: " ", startingAt: 0)
            print("  \(name) ready \(number(queue["ready"]))  consumers \(number(queue["consumers"]))")
        }
        for kept in try report.list("kept") {
            let state = try kept.string("state").padding(toLength: 24, withPad: " ", startingAt: 0)
            print("  \(state) \(number(kept["count"]))  oldest \(number(kept["oldestSeconds"])) s")
        }
    }

    private func number(_ value: JSONValue?) -> String {
        switch value {
        case .integer(let number)?: String(number)
        case .number(let number)?: String(format: "%.1f", number)
        default: "?"
        }
    }
}

/// `qiao parked`: what needs an operator, with its cause.
struct Parked: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List parked and retried messages of a service.")

    @Option(help: "oa, crm, erp or portal; all when not given.") var service: String?
    @OptionGroup var common: GatewayOptions

    func run() async throws {
        let lists = try await common.withGateway { gateway in
            let person = try await Person.administrator(gateway)
            var lists: [String: JSONValue] = [:]
            for (name, prefix) in ServicePrefix.all where service == nil || service == name {
                lists[name] = try await person.get("\(prefix)/ops/parked")
            }
            return lists
        }
        if common.json {
            print(String(decoding: try WireJSON.encode(JSONValue.object(lists)), as: UTF8.self))
            return
        }
        for (name, list) in lists.sorted(by: { $0.key < $1.key }) {
            for message in try list.list("parked") {
                guard case .integer(let id)? = message["id"] else { continue }
                print(
                    "\(name) \(id)  \(message["state"]?.text ?? "")  \(message["type"]?.text ?? "(no type)")  "
                        + "\(message["cause"]?.text ?? "")  \(message["error"]?.text ?? "")")
            }
        }
    }
}

/// `qiao replay`: tries a parked message again at once.
struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Try a parked message again; its followers come after it.")

    @Argument(help: "oa, crm, erp or portal.") var service: String
    @Argument(help: "The number that `qiao parked` shows.") var message: Int
    @OptionGroup var common: GatewayOptions

    func run() async throws { try await operate(common, service, "ops/parked/\(message)/replay", [:]) }
}

/// `qiao discard`: gives a parked message up.
struct Discard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Give a parked message up: it counts as applied without effect, and what follows it goes on.")

    @Argument(help: "oa, crm, erp or portal.") var service: String
    @Argument(help: "The number that `qiao parked` shows.") var message: Int
    @Option(help: "Why; kept with the operator's name.") var reason: String
    @OptionGroup var common: GatewayOptions

    func run() async throws {
        try await operate(common, service, "ops/parked/\(message)/discard", ["reason": .string(reason)])
    }
}

private func operate(_ common: GatewayOptions, _ service: String, _ path: String, _ body: JSONValue) async throws {
    guard let prefix = ServicePrefix.all.first(where: { $0.0 == service })?.1 else {
        throw ValidationError("\(service) is no service; name oa, crm, erp or portal")
    }
    _ = try await common.withGateway { gateway in
        try await Person.administrator(gateway).post("\(prefix)/\(path)", body)
    }
    print("done")
}
