import CRMApp
import ERPApp
import Foundation
import OAApp
import PortalApp
import Postgres
import ServiceRuntime
import TestSupport
import Testing

/// The four services as `main` composes them.
enum House: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case oa, crm, erp, portal

    var testDescription: String { rawValue }

    func definition(_ configuration: ServiceConfiguration) -> ServiceDefinition {
        switch self {
        case .oa: OAService.definition(configuration)
        case .crm: CRMService.definition(configuration)
        case .erp: ERPService.definition(configuration)
        case .portal: PortalService.definition(configuration)
        }
    }

    static func configuration(_ schema: String) -> ServiceConfiguration {
        var configuration = ServiceConfiguration(
            databaseURL: ProcessInfo.processInfo.environment["QIAO_TEST_DATABASE_URL"] ?? "",
            databaseSchema: schema, amqpURL: "amqp://guest:guest@127.0.0.1:1/none")
        configuration.secretKeys = SecretKeys(base64: Data(repeating: 1, count: 32).base64EncodedString())
        return configuration
    }

    /// Runs a test against the started service, on a schema of its own.
    func open(_ body: (ServiceAssembly) async throws -> Void) async throws {
        let schema = try await TestDatabase.make(rawValue)
        let configuration = Self.configuration(schema.name)
        let assembly = try ServiceRuntime.build(definition(configuration), configuration)
        do {
            try await assembly.start()
            try await body(assembly)
        } catch {
            await assembly.context.database.close()
            try? await schema.drop()
            throw error
        }
        await assembly.context.database.close()
        try await schema.drop()
    }
}
