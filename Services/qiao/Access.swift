import ArgumentParser
import Foundation
import JSONSchema
import Kernel

/// `qiao access`: every route of a service and who may use it.
struct Access: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print every route of a service and who may use it, and whose documents each role sees.")

    @Option(help: "oa, crm, erp or portal; all when not given.") var service: String?
    @OptionGroup var common: GatewayOptions

    func run() async throws {
        let tables = try await common.withGateway { gateway in
            let person = try await Person.administrator(gateway)
            var tables: [(service: String, table: JSONValue)] = []
            for (name, prefix) in ServicePrefix.all where service == nil || service == name {
                tables.append((name, try await person.get("\(prefix)/ops/access")))
            }
            return tables
        }
        guard !tables.isEmpty else { throw ValidationError("there is no service \(service ?? ""); see --help") }
        if common.json {
            let object = JSONValue.object(Dictionary(uniqueKeysWithValues: tables.map { ($0.service, $0.table) }))
            print(String(decoding: try WireJSON.encode(object), as: UTF8.self))
            return
        }
        for (service, table) in tables { try show(service, table) }
    }

    private func show(_ service: String, _ table: JSONValue) throws {
        print("\(service)-service")
        let routes = try table.list("routes")
        let width = try routes.map { try $0.string("path").count }.max() ?? 0
        for route in routes {
            let method = try route.string("method").padding(toLength: 8, withPad: " ", startingAt: 0)
            let path = try route.string("path").padding(toLength: width + 2, withPad: " ", startingAt: 0)
            print("  \(method)\(path)\(try route.string("access"))")
        }
        for kind in try table.list("visibility") {
            print("  \(try kind.string("documents")): \(try kind.string("rule"))")
        }
    }
}
