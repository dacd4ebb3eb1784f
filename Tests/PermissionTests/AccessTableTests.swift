import Foundation
import Kernel
import ServiceRuntime
import Testing

private let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "docs/access")

/// Who may use which route: the committed table, which nobody changes without saying so, against what the services do.
@Suite struct AccessTableTests {
    /// Run with QIAO_WRITE_CONTRACTS=1 to write the tables.
    private static let writes = ProcessInfo.processInfo.environment["QIAO_WRITE_CONTRACTS"] == "1"

    @Test(arguments: House.allCases)
    func theTableIsTheOneThatWasAgreed(house: House) throws {
        let file = folder.appending(path: "\(house.rawValue).txt")
        let text = AccessTable(house.definition(House.configuration("none"))).text
        if Self.writes { try Data(text.utf8).write(to: file) }
        let agreed = try String(contentsOf: file, encoding: .utf8)
        #expect(text == agreed, "who may use a route changed: see docs/access/\(house.rawValue).txt")
    }

    /// Every route as everyone: nobody, a shopper, staff without a role, and staff of each role.
    @Test(arguments: House.allCases)
    func everyRouteAdmitsWhomTheTableNames(house: House) async throws {
        let agreed = try String(contentsOf: folder.appending(path: "\(house.rawValue).txt"), encoding: .utf8)
        let rules = agreed.split(separator: "\n").compactMap { Rule(line: String($0)) }
        #expect(rules.count > 20)
        try await house.open { service in
            for visitor in Visitor.all {
                let headers = try await visitor.headers(at: service)
                for rule in rules {
                    let answer = await service.ask(
                        rule.method, rule.target, headers: headers, body: rule.method == "GET" ? nil : "{}")
                    let isTurnedAway =
                        answer.status == 401 || (answer.header("location")?.contains("sign-in?then=") ?? false)
                        || (answer.status == 403 && answer.text.contains("this needs"))
                    #expect(
                        isTurnedAway != rule.admits(visitor),
                        "\(visitor.name) at \(rule.method) \(rule.path): \(answer.status)")
                }
            }
        }
    }
}

/// A line of a committed table.
private struct Rule {
    let method: String
    let path: String
    let access: String

    init?(line: String) {
        let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true).map(String.init)
        guard parts.count == 3, parts[1].hasPrefix("/") else { return nil }
        (method, path, access) = (parts[0], parts[1], parts[2].trimmingCharacters(in: .whitespaces))
    }

    /// The path with its places filled by something that nobody has.
    var target: String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { step in
            step.first == "{" ? UUID().uuidString.lowercased() : String(step)
        }.joined(separator: "/")
    }

    func admits(_ visitor: Visitor) -> Bool {
        access.components(separatedBy: ", or ").contains { rule in
            switch rule {
            case "anyone": return true
            case "a signed-in person": return visitor.kind != nil
            case "a member of staff": return visitor.kind == .staff
            case "a shopper": return visitor.kind == .shopper
            default:
                let names = rule.replacing("one of the roles ", with: "").components(separatedBy: ", ")
                let roles = names.compactMap(Role.init(rawValue:))
                guard roles.count == names.count else { return false }
                return visitor.kind == .staff
                    && roles.contains { visitor.roles.contains($0) || visitor.isAdministrator }
            }
        }
    }
}

/// Somebody who asks.
private struct Visitor: Sendable {
    let name: String
    /// Nil: not signed in.
    let kind: Person.Kind?
    let roles: Set<Role>
    var isAdministrator: Bool { roles.contains(.administrator) }

    static let all =
        [
            Visitor(name: "a stranger", kind: nil, roles: []), Visitor(name: "a shopper", kind: .shopper, roles: []),
            // What a role says counts for staff only.
            Visitor(name: "a shopper with a role", kind: .shopper, roles: [.administrator]),
            Visitor(name: "staff without a role", kind: .staff, roles: []),
        ] + Role.allCases.map { Visitor(name: $0.rawValue, kind: .staff, roles: [$0]) }

    func headers(at service: ServiceAssembly) async throws -> [String: String] {
        var headers = ["Idempotency-Key": UUID().uuidString, "Accept-Language": "en"]
        if let kind {
            let person = Person(id: UUID(), name: name, kind: kind, roles: roles)
            headers["Authorization"] = "Bearer \(try await service.token(for: person))"
        }
        return headers
    }
}
