import Foundation
import Postgres
import TestSupport
import Testing

// One after the other: the server's statistics, by which its lives are told apart, are common to all.
@Suite(.serialized) struct CommitOutcomeTests {
    @Test func aCommitWhoseAnswerWasLostIsFoundCommitted() async throws {
        try await withCut(.afterTheServerDidIt) { connection, pool in
            let attempts = Counter()
            try await connection.transaction { transaction in
                attempts.up()
                try await transaction.execute("insert into t values (1)")
            }
            #expect(attempts.value == 1)
            #expect(try await pool.all("select id from t", as: Int.self) == [1])
        }
    }

    @Test func aCommitThatNeverArrivedIsRunAgain() async throws {
        try await withCut(.beforeTheServerGetsIt) { connection, pool in
            let attempts = Counter()
            try await connection.transaction { transaction in
                attempts.up()
                try await transaction.execute("insert into t values (1)")
            }
            #expect(attempts.value == 2)
            #expect(try await pool.all("select id from t", as: Int.self) == [1])
        }
    }

    @Test func afterACrashAnIdMayBeAnothers() async throws {
        try await withCut(.afterTheServerDidIt) { connection, pool in
            let failure = await error {
                try await connection.transaction { transaction in
                    try await transaction.execute("insert into t values (1)")
                    // What is left of a crash: the statistics begin anew.
                    try await pool.execute("select pg_stat_reset_shared('bgwriter')")
                }
            }
            guard case .commitUnknown(transactionID: .some) = failure else {
                Issue.record("\(String(describing: failure)) instead of an unknown outcome")
                return
            }
        }
    }

    @Test func withoutAnIdNobodyGuesses() async throws {
        try await withCut(.beforeTheServerGetsIt) { connection, pool in
            let failure = await error {
                try await connection.transaction { transaction in
                    // The only write travels with the COMMIT, so its transaction's id never came back.
                    transaction.atCommit("insert into t values (1)")
                }
            }
            #expect(failure == .commitUnknown(transactionID: nil))
        }
    }

    private func withCut(
        _ cut: CuttingProxy.Cut, _ body: (PostgresConnection, PostgresPool) async throws -> Void
    ) async throws {
        try await TestDatabase.withSchema { pool in
            try await pool.execute("create table t (id int primary key)")
            let url = try #require(
                URLComponents(string: ProcessInfo.processInfo.environment["QIAO_TEST_DATABASE_URL"] ?? ""))
            let proxy = try CuttingProxy(to: url.port ?? 5432, cut: cut)
            defer { proxy.close() }
            var through = url
            through.host = "127.0.0.1"
            through.port = proxy.port
            through.queryItems = [URLQueryItem(name: "sslmode", value: "disable")]
            let configuration = try PostgresConfiguration(
                url: try #require(through.string), schema: pool.configuration.schema)
            let connection = PostgresConnection(configuration)
            try await body(connection, pool)
            await connection.close()
        }
    }
}
