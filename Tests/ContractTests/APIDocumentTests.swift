import CRMApp
import ERPApp
import Foundation
import OAApp
import PortalApp
import ServiceRuntime
import Testing

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// The APIs as they are promised: `docs/api` holds what the services serve.
@Suite struct APIDocumentTests {
    /// Run with QIAO_WRITE_CONTRACTS=1 to write the documents.
    private static let writes = ProcessInfo.processInfo.environment["QIAO_WRITE_CONTRACTS"] == "1"

    private static let services: [@Sendable (ServiceConfiguration) throws -> ServiceDefinition] = [
        OAService.definition, CRMService.definition, ERPService.definition, PortalService.definition,
    ]

    @Test func documentsMatchTheRoutes() throws {
        let configuration = ServiceConfiguration(databaseURL: "postgres://none", amqpURL: "amqp://none")
        for service in Self.services {
            let definition = try service(configuration)
            let text = try OpenAPIDocument.text(for: definition)
            let file = root.appending(path: "docs/api/\(definition.name).json")
            if Self.writes { try Data(text.utf8).write(to: file) }
            let committed = try? String(contentsOf: file, encoding: .utf8)
            #expect(
                committed == text,
                "docs/api/\(definition.name).json differs: a published API changed, or is not written yet")
        }
    }

    /// `docs/api/problems.md` tells of every type of problem that the code gives, and of no other.
    @Test func everyTypeOfProblemIsExplained() throws {
        let page = try String(contentsOf: root.appending(path: "docs/api/problems.md"), encoding: .utf8)
        let told = Set(page.matches(of: /\n\| `([a-z-]+)` \|/).map { String($0.1) })
        let given = try Self.sources().reduce(into: Set<String>()) { types, text in
            for match in text.matches(of: /(?:Problem|unprocessable)\(\s*type: "([a-z-]+)"/) {
                types.insert(String(match.1))
            }
            for match in text.matches(of: /urn:qiao:problem:([a-z-]+)/) { types.insert(String(match.1)) }
        }
        #expect(given.count > 30)
        #expect(told.subtracting(given).sorted() == [])
        #expect(given.subtracting(told).sorted() == [])
    }

    private static func sources() throws -> [String] {
        var files = [root.appending(path: "deploy/nginx/nginx.conf")]
        for folder in ["Services", "Shared"] {
            let all = FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)
            files += (all?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
        }
        return try files.map { try String(contentsOf: $0, encoding: .utf8) }
    }
}
