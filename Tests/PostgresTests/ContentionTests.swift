import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct ContentionTests {
    @Test func serializationFailuresAreRunAgain() async throws {
        try await TestDatabase.withSchema { pool in
            try await pool.execute("create table account (id int primary key, balance int not null)")
            try await pool.execute("insert into account values (1, 0)")
            let attempts = Counter()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<10 {
                            try await pool.transaction(.init(isolation: .serializable, retries: 100)) { transaction in
                                attempts.up()
                                let balance = try await transaction.one("select balance from account", as: Int.self)
                                try await transaction.execute("update account set balance = \(balance + 1)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await pool.one("select balance from account", as: Int.self) == 40)
            #expect(attempts.value > 40, "there was contention")
        }
    }

    @Test func deadlocksAreRunAgain() async throws {
        try await TestDatabase.withSchema { pool in
            try await pool.execute("create table t (id int primary key, n int not null)")
            try await pool.execute("insert into t values (1, 0), (2, 0)")
            let attempts = Counter()
            let bothHoldOne = Gate(2)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (first, second) in [(1, 2), (2, 1)] {
                    group.addTask {
                        let runs = Counter()
                        try await pool.transaction { transaction in
                            attempts.up()
                            try await transaction.execute("update t set n = n + 1 where id = \(first)")
                            if runs.up() == 1 { await bothHoldOne.pass() }
                            try await transaction.execute("update t set n = n + 1 where id = \(second)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await pool.all("select n from t", as: Int.self) == [2, 2])
            #expect(attempts.value >= 3, "one of them was run again")
        }
    }
}
