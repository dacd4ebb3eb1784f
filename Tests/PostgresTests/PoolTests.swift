import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct PoolTests {
    @Test func whoCameFirstIsServedFirst() async throws {
        let pool = PostgresPool(try TestDatabase.configuration(poolSize: 1))
        let order = Record()
        let isHeld = Gate(2)
        let mayGo = Gate(2)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await pool.withConnection { _ in
                    await isHeld.pass()
                    await mayGo.pass()
                }
            }
            await isHeld.pass()
            for number in 0..<20 {
                group.addTask {
                    try await pool.withConnection { _ in order.append(number) }
                }
                try await eventually { pool.waiting == number + 1 }
            }
            mayGo.open()
            try await group.waitForAll()
        }
        #expect(order.numbers == Array(0..<20))
        await pool.close()
    }

    @Test func manyShareFew() async throws {
        try await TestDatabase.withSchema(poolSize: 3) { pool in
            try await pool.execute("create table t (n int)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 { group.addTask { try await pool.execute("insert into t values (\(number))") } }
                try await group.waitForAll()
            }
            #expect(try await pool.one("select count(distinct n) from t", as: Int.self) == 200)
            let name = pool.configuration.applicationName
            let sessions = try await pool.one(
                "select count(*) from pg_stat_activity where application_name = \(name)", as: Int.self)
            #expect(sessions <= 3)
        }
    }

    @Test func waitingHasAnEnd() async throws {
        var configuration = try TestDatabase.configuration(poolSize: 1)
        configuration.acquireTimeout = .milliseconds(30)
        let pool = PostgresPool(configuration)
        try await pool.withConnection { _ in
            let late = await error { try await pool.execute("select 1") }
            guard case .timeout = late else { return #expect(Bool(false), "\(String(describing: late))") }
        }
        #expect(try await pool.one("select 1", as: Int.self) == 1)
    }

    @Test func aCancelledCallerStopsWaiting() async throws {
        let pool = PostgresPool(try TestDatabase.configuration(poolSize: 1))
        try await pool.withConnection { _ in
            let waiter = Task { try await pool.execute("select 1") }
            try await eventually { pool.waiting == 1 }
            waiter.cancel()
            await #expect(throws: CancellationError.self) { try await waiter.value }
            #expect(pool.waiting == 0)
        }
    }

    @Test func aTransactionLeftOpenIsRolledBack() async throws {
        let pool = PostgresPool(try TestDatabase.configuration(poolSize: 1))
        try await pool.withConnection { connection in try await connection.script("begin") }
        let first = try await pool.one("select pg_current_xact_id()::text", as: String.self)
        let second = try await pool.one("select pg_current_xact_id()::text", as: String.self)
        #expect(first != second)
    }

    @Test func killedSessionsAreReplaced() async throws {
        let killer = PostgresConnection(try TestDatabase.configuration())
        let pool = PostgresPool(try TestDatabase.configuration(schema: "pool_\(UUID().uuidString.prefix(8))"))
        let processes = try await withThrowingTaskGroup(of: Int.self) { group in
            let all = Gate(4)
            for _ in 0..<4 {
                group.addTask {
                    try await pool.withConnection { connection in
                        await all.pass()
                        return try await connection.one("select pg_backend_pid()", as: Int.self)
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(processes).count == 4)
        try await killer.execute("select pg_terminate_backend(pid, 5000) from unnest(\(processes)::int[]) pid")
        for _ in 0..<8 { #expect(try await pool.one("select 1", as: Int.self) == 1) }
        #expect(await pool.health())
    }

    @Test func closingWaitsForWorkAndRefusesMore() async throws {
        let pool = PostgresPool(try TestDatabase.configuration(poolSize: 1))
        let isHeld = Gate(2)
        let work = Task {
            try await pool.withConnection { connection in
                await isHeld.pass()
                return try await connection.one("select 7 from pg_sleep(0.05)", as: Int.self)
            }
        }
        await isHeld.pass()
        await pool.close()
        #expect(try await work.value == 7)
        await #expect(throws: PostgresError.misuse("the pool is closed")) { try await pool.execute("select 1") }
    }
}
