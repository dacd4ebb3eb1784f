import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct TransactionTests {
    @Test func anErrorOfTheClosureRollsBack() async throws {
        try await withTable { pool in
            struct Refused: Error {}
            await #expect(throws: Refused.self) {
                try await pool.transaction { transaction in
                    try await transaction.execute("insert into t values (1)")
                    throw Refused()
                }
            }
            let left = try await count(pool)
            #expect(left == 0)
        }
    }

    @Test func aSavepointUndoesItsPartOnly() async throws {
        try await withTable { pool in
            try await pool.transaction { transaction in
                try await transaction.execute("insert into t values (1)")
                let failure = await error {
                    try await transaction.savepoint { inner in
                        try await inner.execute("insert into t values (2)")
                        try await inner.execute("insert into t values (1)")
                    }
                }
                #expect(failure?.isUniqueViolation(of: "t_pkey") == true)
                try await transaction.savepoint { inner in
                    try await inner.savepoint { try await $0.execute("insert into t values (3)") }
                }
            }
            #expect(try await pool.all("select id from t order by id", as: Int.self) == [1, 3])
        }
    }

    @Test func whatIsWrittenGoesInItsPlaceWithWhatIsAwaited() async throws {
        try await withTable { pool in
            try await pool.transaction { transaction in
                transaction.write("insert into t values (\(1))")
                transaction.write("update t set id = id + 1")
                let seen = try await transaction.all("select id from t", as: Int.self)
                #expect(seen == [2])
                transaction.write("insert into t values (\(1))")
            }
            #expect(try await pool.all("select id from t order by id", as: Int.self) == [1, 2])
            try await pool.transaction { $0.write("insert into t values (\(3))") }
            #expect(try await count(pool) == 3)
        }
    }

    @Test func whatIsWrittenAndRefusedUndoesTheTransaction() async throws {
        try await withTable { pool in
            for awaited in [true, false] {
                let failure = await error {
                    try await pool.transaction { transaction in
                        try await transaction.execute("insert into t values (1)")
                        transaction.write("insert into t values (\(1))")
                        transaction.write("insert into t values (\(2))")
                        if awaited { _ = try await count(transaction) }
                    }
                }
                #expect(failure?.isUniqueViolation(of: "t_pkey") == true)
                let left = try await count(pool)
                #expect(left == 0)
            }
        }
    }

    @Test func whatIsWrittenInASavepointIsUndoneWithIt() async throws {
        try await withTable { pool in
            struct Refused: Error {}
            try await pool.transaction { transaction in
                transaction.write("insert into t values (\(1))")
                await #expect(throws: Refused.self) {
                    try await transaction.savepoint { inner in
                        inner.write("insert into t values (\(2))")
                        throw Refused()
                    }
                }
                let failure = await error {
                    try await transaction.savepoint { $0.write("insert into t values (\(1))") }
                }
                #expect(failure?.isUniqueViolation() == true)
            }
            #expect(try await pool.all("select id from t", as: Int.self) == [1])
        }
    }

    @Test func statementsAtCommitGoWithIt() async throws {
        try await withTable { pool in
            let told = Counter()
            try await pool.transaction { transaction in
                transaction.atCommit("insert into t values (\(2))")
                transaction.afterCommit { told.up() }
                try await transaction.execute("insert into t values (1)")
                #expect(try await count(transaction) == 1)
            }
            #expect(try await count(pool) == 2)
            let failure = await error {
                try await pool.transaction { transaction in
                    try await transaction.execute("insert into t values (3)")
                    transaction.atCommit("insert into t values (\(2))")
                    transaction.afterCommit { told.up() }
                }
            }
            #expect(failure?.isUniqueViolation() == true)
            #expect(try await count(pool) == 2)
            try await pool.transaction { $0.atCommit("insert into t values (\(4))") }
            #expect(try await count(pool) == 3)
            #expect(told.value == 1)
        }
    }

    @Test func aSwallowedFailureDoesNotPassForACommit() async throws {
        try await withTable { pool in
            let failure = await error {
                try await pool.transaction { transaction in
                    try await transaction.execute("insert into t values (1)")
                    _ = try? await transaction.execute("insert into t values (1)")
                }
            }
            #expect(failure?.isUniqueViolation() == true)
            let left = try await count(pool)
            #expect(left == 0)
        }
    }

    @Test func theSwallowedFailureIsTheOneReported() async throws {
        try await withTable { pool in
            let failure = await error {
                try await pool.transaction { transaction in
                    _ = try? await transaction.execute("insert into t values (null)")
                    transaction.atCommit("insert into t values (1)")
                }
            }
            #expect(failure?.sqlState == "23502")
        }
    }

    @Test func aReadOnlyTransactionRefusesWrites() async throws {
        try await withTable { pool in
            let failure = await error {
                try await pool.transaction(.init(readOnly: true)) { try await $0.execute("insert into t values (1)") }
            }
            #expect(failure?.sqlState == "25006")
        }
    }

    @Test func aConnectionLostBeforeCommitIsRunAgain() async throws {
        try await withTable { pool in
            let attempts = Counter()
            try await pool.transaction { transaction in
                try await transaction.execute("insert into t values (1)")
                if attempts.up() == 1 {
                    let process = try await transaction.one("select pg_backend_pid()", as: Int.self)
                    try await pool.execute("select pg_terminate_backend(\(process), 5000)")
                }
                try await transaction.execute("insert into t values (2)")
            }
            #expect(attempts.value == 2)
            #expect(try await count(pool) == 2)
        }
    }

    @Test func aTransactionEndsWithItsClosure() async throws {
        let connection = PostgresConnection(try TestDatabase.configuration())
        let escaped = try await connection.transaction { $0 }
        await #expect(throws: PostgresError.misuse("the transaction is over")) { try await escaped.execute("select 1") }
    }

    @Test func theIdIsTheServers() async throws {
        try await withTable { pool in
            try await pool.transaction { transaction in
                try await transaction.execute("insert into t values (1)")
                let id = try await transaction.transactionID
                #expect(try await transaction.one("select pg_current_xact_id()::text", as: String.self) == id)
            }
        }
    }

    private func withTable(_ body: (PostgresPool) async throws -> Void) async throws {
        try await TestDatabase.withSchema { pool in
            try await pool.execute("create table t (id int primary key)")
            try await body(pool)
        }
    }

    private func count(_ executor: some PostgresExecutor) async throws -> Int {
        try await executor.one("select count(*) from t", as: Int.self)
    }
}
