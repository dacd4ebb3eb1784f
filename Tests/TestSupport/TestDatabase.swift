import Foundation
import Postgres

/// The real server the tests run against, a fresh schema for each.
///
/// `QIAO_TEST_DATABASE_URL` names it: `postgres://user:password@127.0.0.1:5432/qiao_test`. The role must be allowed to
/// create schemas there.
public enum TestDatabase {
    /// Where tests connect to.
    /// - Throws: ``PostgresError/configuration(_:)`` when the environment does not say.
    public static func configuration(
        schema: String? = nil, poolSize: Int = 4, statementTimeout: Duration = .seconds(20)
    ) throws -> PostgresConfiguration {
        guard let url = ProcessInfo.processInfo.environment["QIAO_TEST_DATABASE_URL"], !url.isEmpty else {
            throw PostgresError.configuration(
                "set QIAO_TEST_DATABASE_URL to a database the tests may use, such as "
                    + "postgres://postgres@127.0.0.1:5432/qiao_test")
        }
        return try PostgresConfiguration(
            url: url, schema: schema, applicationName: schema ?? "qiao-tests", poolSize: poolSize,
            statementTimeout: statementTimeout, lockTimeout: .seconds(10), connectTimeout: .seconds(30),
            acquireTimeout: .seconds(40))
    }

    /// Makes an empty schema of a unique name beginning with `name`; give it back with ``TestSchema/drop()``.
    public static func make(_ name: String = "test", poolSize: Int = 4) async throws -> TestSchema {
        let unique = "\(name)_\(UUID().uuidString.prefix(12).replacing("-", with: "").lowercased())"
        let pool = PostgresPool(try configuration(schema: unique, poolSize: poolSize))
        try await pool.execute("create schema \(identifier: unique)")
        return TestSchema(name: unique, pool: pool)
    }

    /// Runs a test in a fresh schema and drops the schema after, whatever happened.
    public nonisolated(nonsending) static func withSchema<T: Sendable>(
        _ name: String = "test", poolSize: Int = 4, _ body: (PostgresPool) async throws -> T
    ) async throws -> T {
        let schema = try await make(name, poolSize: poolSize)
        do {
            let value = try await body(schema.pool)
            try await schema.drop()
            return value
        } catch {
            try? await schema.drop()
            throw error
        }
    }
}

/// A schema of one test.
public struct TestSchema: Sendable {
    /// Its name, which is the pool's search path.
    public let name: String
    /// Connections whose unqualified names refer to it.
    public let pool: PostgresPool

    /// Hangs up and drops the schema with all it holds.
    public func drop() async throws {
        await pool.close()
        let connection = PostgresConnection(pool.configuration)
        do {
            try await connection.execute("drop schema if exists \(identifier: name) cascade")
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
    }
}
