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

    @Test(arguments: [CuttingProxy.Cut.afterTheServerDidIt, .beforeTheServerGetsIt])
    func evidenceTellsWithoutAnId(_ cut: CuttingProxy.Cut) async throws {
        try await withCut(cut) { connection, pool in
            let attempts = Counter()
            try await connection.transaction { transaction in
                attempts.up()
                transaction.write(Self.committing)
                transaction.evidence("select exists (select from t where id = 1)")
            }
            #expect(attempts.value == (cut == .afterTheServerDidIt ? 1 : 2))
            #expect(try await pool.all("select id from t", as: Int.self) == [1])
        }
    }

    @Test func evidenceHoldsAcrossACrash() async throws {
        try await withCut(.afterTheServerDidIt) { connection, pool in
            try await connection.transaction { transaction in
                try await transaction.execute("insert into t values (1)")
                try await pool.execute("select pg_stat_reset_shared('bgwriter')")
                transaction.evidence("select exists (select from t where id = 1)")
            }
            #expect(try await pool.all("select id from t", as: Int.self) == [1])
        }
    }

    @Test func theSessionThatWasToCommitIsEndedBeforeAnybodyLooks() async throws {
        try await withCut(.onceTheServerHasIt) { connection, pool in
            // Its client is gone, and it still has something to do before it commits.
            try await pool.withConnection { connection in
                try await connection.script(
                    """
                    create function dawdle() returns trigger language plpgsql as
                        $$ begin perform pg_sleep(2); return null; end $$;
                    create constraint trigger dawdle after insert on t deferrable initially deferred
                        for each row execute function dawdle()
                    """)
            }
            let attempts = Counter()
            try await connection.transaction { transaction in
                attempts.up()
                transaction.write(Self.committing)
                transaction.evidence("select exists (select from t where id = 1)")
            }
            #expect(attempts.value == 2)
            #expect(try await pool.all("select id from t", as: Int.self) == [1])
        }
    }

    @Test func whatIsRefusedAtTheEndIsReported() async throws {
        try await TestDatabase.withSchema { pool in
            try await pool.execute("create table t (id int unique deferrable initially deferred)")
            for isTwice in [true, false] {
                let failure = await error {
                    try await pool.transaction { transaction in
                        transaction.write("insert into t values (1)")
                        if isTwice { transaction.write("insert into t values (1)") }
                        transaction.evidence("select false")
                    }
                }
                #expect(failure?.isUniqueViolation(of: "t_id_key") == (isTwice ? true : nil))
            }
            #expect(try await pool.all("select id from t", as: Int.self) == [1])
        }
    }

    /// What the proxy takes for a COMMIT.
    private static let committing: SQL = "insert into t values (1) -- commit"

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
