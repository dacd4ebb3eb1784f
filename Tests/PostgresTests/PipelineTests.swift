import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct PipelineTests {
    @Test func answersComeInOrder() async throws {
        let connection = PostgresConnection(try TestDatabase.configuration())
        let results = try await connection.pipeline((0..<500).map { "select \($0)::int" })
        #expect(try results.map { try $0.rows[0].get(at: 0) } == Array(0..<500))
    }

    @Test func afterAFailureNothingTookEffectAndTheConnectionGoesOn() async throws {
        try await TestDatabase.withSchema { pool in
            try await pool.execute("create table t (a int primary key)")
            try await pool.withConnection { connection in
                let statements: [SQL] = [
                    "insert into t values (\(1))", "insert into t values (\(1))", "insert into t values (\(2))",
                ]
                let failure = await error { try await connection.pipeline(statements) }
                #expect(failure?.isUniqueViolation(of: "t_pkey") == true)
                let left = try await connection.one("select count(*) from t", as: Int.self)
                #expect(left == 0)
                #expect(try await connection.pipeline([statements[0], statements[2]]).map(\.affected) == [1, 1])
            }
        }
    }

    @Test func aStatementThatCannotBePreparedFailsAlone() async throws {
        let connection = PostgresConnection(try TestDatabase.configuration())
        let failure = await error { try await connection.pipeline(["select 1", "select nonsense", "select 2"]) }
        #expect(failure?.sqlState == "42703")
        #expect(try await connection.pipeline(["select 1", "select 2"]).count == 2)
    }

    @Test func moreThanBothSocketsHoldDoesNotLock() async throws {
        let connection = PostgresConnection(try TestDatabase.configuration())
        let large = String(repeating: "x", count: 100_000)
        let results = try await connection.pipeline((0..<100).map { _ in "select \(large)::text" })
        #expect(try results.allSatisfy { try $0.rows[0].get(at: 0, as: String.self).utf8.count == 100_000 })
    }

    @Test func aPipelineInATransactionFailsWithIt() async throws {
        try await TestDatabase.withSchema { pool in
            try await pool.execute("create table t (a int primary key)")
            let failure = await error {
                try await pool.transaction { transaction in
                    try await transaction.pipeline(["insert into t values (1)", "insert into t values (1)"])
                }
            }
            #expect(failure?.isUniqueViolation() == true)
            try await pool.transaction { transaction in
                let results = try await transaction.pipeline(["insert into t values (1)", "select a from t"])
                #expect(results.map(\.affected) == [1, 1])
            }
        }
    }
}
