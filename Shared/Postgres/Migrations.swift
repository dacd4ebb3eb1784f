import Foundation

/// A set of numbered steps that bring a schema to what this build expects.
///
/// Several sets may share a schema ("messaging", "runtime", "erp"), each with its own numbers. Every step runs in a
/// transaction of its own under one advisory lock per schema, so replicas may start together.
public struct Migrations: Sendable {
    /// The set's name, under which its steps are remembered.
    public let set: String
    /// The steps in order.
    public let steps: [Migration]

    /// - Throws: ``PostgresError/migration(_:)`` when the numbers are not 1, 2, 3, ….
    public init(set: String, _ steps: [Migration]) throws {
        self.set = set
        self.steps = steps.sorted { $0.number < $1.number }
        for (index, step) in self.steps.enumerated() where step.number != index + 1 {
            throw PostgresError.migration(
                "set \(set) has \(step.title) where number \(index + 1) belongs; number the files 1, 2, 3, … once each")
        }
    }

    /// Reads the `.sql` files of a directory, named `0001-name.sql`.
    public init(set: String, directory: URL) throws {
        let files = try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
        try self.init(set: set, files.filter { $0.pathExtension == "sql" }.map { try Migration(file: $0) })
    }

    /// Applies the steps the schema lacks; creates the schema if it is missing.
    /// - Throws: ``PostgresError/migration(_:)`` when the schema has a step that this build does not know, or whose
    ///   text was edited; the server's error when a step fails, which leaves nothing of that step.
    @discardableResult
    public func migrate(
        _ pool: PostgresPool, schema: String, table: String = "schema_migration"
    ) async throws -> MigrationReport {
        let connection = PostgresConnection(Self.patient(pool.configuration, schema))
        do {
            let report = try await MigrationRun(migrations: self, schema: schema, table: table).run(on: connection)
            await connection.close()
            return report
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Whether the schema has every step, none else and none edited; changes nothing.
    /// - Throws: ``PostgresError/migration(_:)`` saying what does not fit.
    public func verify(_ pool: PostgresPool, schema: String, table: String = "schema_migration") async throws {
        let run = MigrationRun(migrations: self, schema: schema, table: table)
        let applied = try await run.verified(by: pool)
        guard applied == steps.count else {
            throw PostgresError.migration(
                "schema \(schema) lacks \(steps[applied].title) of set \(set); run the migrations before this build")
        }
    }

    // Building an index takes longer than any request may, and replicas wait for each other.
    private static func patient(_ configuration: PostgresConfiguration, _ schema: String) -> PostgresConfiguration {
        var patient = configuration
        patient.schema = schema
        patient.statementTimeout = .zero
        patient.lockTimeout = .seconds(600)
        patient.idleInTransactionTimeout = .seconds(600)
        return patient
    }
}
