import Foundation
import Postgres
import TestSupport
import Testing

/// No server can hold a connection's thread for ever, whatever it does.
@Suite struct LimitTests {
    @Test func aServerThatSaysNothingIsUnavailable() async throws {
        let silent = try Listener { socket in while socket.read() != nil {} }
        defer { silent.close() }
        let away = await error {
            let configuration = try configuration(through: silent.port, connectTimeout: .seconds(2))
            try await PostgresConnection(configuration).execute("select 1")
        }
        guard case .unavailable(let reason) = away else { return #expect(Bool(false), "\(String(describing: away))") }
        #expect(reason.contains("timeout expired"))
    }

    @Test func aServerThatFallsSilentIsATimeout() async throws {
        let proxy = try CuttingProxy(to: serverPort(), cut: .silentOnceAsleep)
        defer { proxy.close() }
        let connection = PostgresConnection(try configuration(through: proxy.port))
        #expect(try await connection.one("select 1", as: Int.self) == 1)
        let slow = await error { try await connection.execute("select pg_sleep(0)") }
        #expect(slow == .timeout("the server did not answer within the statement's time"))
        #expect(try await connection.one("select 1", as: Int.self) == 1, "in a new session")
    }

    @Test func aCancellationThatNobodyTakesEndsTheCallAllTheSame() async throws {
        let proxy = try CuttingProxy(to: serverPort(), cut: .silentToAllButTheFirst)
        defer { proxy.close() }
        let connection = PostgresConnection(
            try configuration(through: proxy.port, statementTimeout: .seconds(90), connectTimeout: .seconds(3)))
        let process = try await connection.one("select pg_backend_pid()", as: Int.self)
        let watcher = PostgresConnection(try TestDatabase.configuration())
        let running = Task { try await connection.execute("select pg_sleep(60)") }
        try await eventually {
            try await watcher.one(
                "select exists (select from pg_stat_activity where pid = \(process) and query like '%pg_sleep%')",
                as: Bool.self)
        }
        let begun = ContinuousClock.now
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        #expect(ContinuousClock.now - begun < .seconds(30))
        try await watcher.execute("select pg_terminate_backend(\(process))")
    }

    @Test func copyAsAQueryIsRefusedAndDoesNotGoRoundInCircles() async throws {
        try await TestDatabase.withSchema { pool in
            try await pool.execute("create table t (n int)")
            for statement in ["copy t to stdout", "copy t from stdin"] {
                let refused = await error { try await pool.execute(SQL(unsafe: statement)) }
                guard case .misuse = refused else { return #expect(Bool(false), "\(String(describing: refused))") }
                let together = await error {
                    try await pool.pipeline(["select 1", SQL(unsafe: statement), "select 2"])
                }
                #expect(together != nil)
                #expect(try await pool.one("select 1", as: Int.self) == 1)
            }
            let inTransaction = await error {
                try await pool.transaction { try await $0.execute("copy t to stdout") }
            }
            guard case .misuse = inTransaction else {
                return #expect(Bool(false), "\(String(describing: inTransaction))")
            }
            let script = await error {
                try await pool.withConnection { try await $0.script("copy t to stdout; select 1") }
            }
            #expect(script != nil)
            #expect(try await pool.one("select 1", as: Int.self) == 1)
        }
    }

    private func serverPort() throws -> Int { try address().port ?? 5432 }

    private func address() throws -> URLComponents {
        try #require(URLComponents(string: ProcessInfo.processInfo.environment["QIAO_TEST_DATABASE_URL"] ?? ""))
    }

    private func configuration(
        through port: Int, statementTimeout: Duration = .milliseconds(100), connectTimeout: Duration = .seconds(10)
    ) throws -> PostgresConfiguration {
        var through = try address()
        through.host = "127.0.0.1"
        through.port = port
        through.queryItems = [URLQueryItem(name: "sslmode", value: "disable")]
        return try PostgresConfiguration(
            url: try #require(through.string), statementTimeout: statementTimeout, connectTimeout: connectTimeout)
    }
}
