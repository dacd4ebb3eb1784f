import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct ConnectionTests {
    @Test func sessionsHaveTheirSettings() async throws {
        try await TestDatabase.withSchema { pool in
            let settings = ["TimeZone": "UTC", "statement_timeout": "20s", "lock_timeout": "10s"]
            for (name, value) in settings {
                #expect(try await pool.one("select current_setting(\(name))", as: String.self) == value)
            }
            let schema = try #require(pool.configuration.schema)
            #expect(try await pool.one("select current_schema()", as: String.self) == schema)
            #expect(try await pool.one("select current_setting('application_name')", as: String.self) == schema)
        }
    }

    @Test func waitingStatementsLeaveTheCooperativePoolFree() async throws {
        // Were a thread of the pool blocked by each of these, nobody could run to release the lock they wait for.
        let waiters = 4 * ProcessInfo.processInfo.activeProcessorCount
        try await TestDatabase.withSchema(poolSize: waiters + 1) { pool in
            try await pool.execute("create table t (n int)")
            try await pool.transaction { holder in
                try await holder.execute("lock table t")
                for _ in 0..<waiters { Task { try await pool.execute("insert into t values (1)") } }
                let admin = PostgresConnection(pool.configuration)
                try await eventually {
                    let waiting = try await admin.one(
                        "select count(*) from pg_locks where relation = 't'::regclass and not granted", as: Int.self)
                    return waiting == waiters
                }
            }
            try await eventually { try await pool.one("select count(*) from t", as: Int.self) == waiters }
        }
    }

    @Test func aSlowStatementTimesOutAndTheConnectionGoesOn() async throws {
        let connection = PostgresConnection(try TestDatabase.configuration(statementTimeout: .milliseconds(50)))
        let slow = await error { try await connection.execute("select pg_sleep(10)") }
        guard case .timeout = slow else { return #expect(Bool(false), "\(String(describing: slow))") }
        #expect(try await connection.one("select 1", as: Int.self) == 1)
    }

    @Test func cancellingTheTaskCancelsTheStatement() async throws {
        try await TestDatabase.withSchema { pool in
            let connection = PostgresConnection(pool.configuration)
            let process = try await connection.one("select pg_backend_pid()", as: Int.self)
            let running = Task { try await connection.execute("select pg_sleep(60)") }
            try await eventually { try await isActive(process, pool) }
            running.cancel()
            await #expect(throws: CancellationError.self) { try await running.value }
            #expect(try await connection.one("select pg_backend_pid()", as: Int.self) == process)
            #expect(try await !isActive(process, pool))
        }
    }

    private func isActive(_ process: Int, _ pool: PostgresPool) async throws -> Bool {
        try await pool.one(
            "select exists (select from pg_stat_activity where pid = \(process) and query like '%pg_sleep%' and state = 'active')",
            as: Bool.self)
    }

    @Test func aTerminatedBackendIsReplaced() async throws {
        let killer = PostgresConnection(try TestDatabase.configuration())
        let connection = PostgresConnection(try TestDatabase.configuration())
        for _ in 0..<20 {
            let process = try await connection.one("select pg_backend_pid()", as: Int.self)
            try await killer.execute("select pg_terminate_backend(\(process), 5000)")
            #expect(try await connection.one("select pg_backend_pid()", as: Int.self) != process)
        }
    }

    @Test func aBackendTerminatedInAStatementIsAnOutage() async throws {
        let connection = PostgresConnection(try TestDatabase.configuration())
        let broken = await error { try await connection.execute("select pg_terminate_backend(pg_backend_pid())") }
        guard case .connectionLost = broken else { return #expect(Bool(false), "\(String(describing: broken))") }
        #expect(broken?.isUnavailable == true)
        #expect(try await connection.one("select 1", as: Int.self) == 1)
    }

    @Test func nobodyThereIsUnavailable() async throws {
        let pool = PostgresPool(try PostgresConfiguration(url: "postgres://nobody:secret@127.0.0.1:1/none"))
        let away = await error { try await pool.execute("select 1") }
        guard case .unavailable = away else { return #expect(Bool(false), "\(String(describing: away))") }
        #expect(await !pool.health())
        #expect(!pool.configuration.description.contains("secret"))
    }

    @Test func statementsSurviveForgettingAndNewShapes() async throws {
        try await TestDatabase.withSchema { pool in
            try await pool.withConnection { connection in
                try await connection.execute("create table t (a int)")
                let query: SQL = "select * from t"
                try await connection.execute(query)
                try await connection.execute("alter table t add b int")
                #expect(try await connection.query(query).columns == ["a", "b"])
                try await connection.script("deallocate all")
                #expect(try await connection.query(query).columns == ["a", "b"])
            }
        }
    }

    @Test func preparedStatementsAreBounded() async throws {
        let connection = PostgresConnection(try TestDatabase.configuration())
        for number in 0..<600 { try await connection.execute(SQL(unsafe: "select \(number)")) }
        #expect(try await connection.one("select count(*) from pg_prepared_statements", as: Int.self) <= 256)
    }

    @Test func threadsEndWithTheirConnections() async throws {
        let name = "short \(Int.random(in: 0..<1_000_000))"
        for _ in 0..<20 {
            let configuration = try PostgresConfiguration(
                url: try #require(ProcessInfo.processInfo.environment["QIAO_TEST_DATABASE_URL"]), applicationName: name,
                connectTimeout: .seconds(30))
            try await PostgresConnection(configuration).execute("select 1")
        }
        try await eventually { try threads(named: name).isEmpty }
    }

    private func threads(named name: String) throws -> [String] {
        // A thread that ends while we look has no name any more.
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").filter { thread in
            (try? String(contentsOfFile: "/proc/self/task/\(thread)/comm", encoding: .utf8))?.hasPrefix(name) == true
        }
    }

    @Test func anActorMayUseItsOwnStateInATransaction() async throws {
        actor Lane {
            var applied = 0
            let connection: PostgresConnection
            init(_ connection: PostgresConnection) { self.connection = connection }
            func apply() async throws {
                try await connection.transaction { transaction in
                    try await transaction.execute("select 1")
                    applied += 1
                }
            }
        }
        let lane = Lane(PostgresConnection(try TestDatabase.configuration()))
        try await lane.apply()
        #expect(await lane.applied == 1)
    }
}

/// Waits until a condition holds, asking the server again and again, for 10 seconds at most.
func eventually(_ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(10)
    while try await !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record("did not come true within 10 s")
            return
        }
        await Task.yield()
    }
}
