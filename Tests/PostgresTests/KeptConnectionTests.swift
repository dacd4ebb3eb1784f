import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct KeptConnectionTests {
    /// Where a statement ran: the server's process.
    private let backend: SQL = "select pg_backend_pid()"

    @Test func whatIsAskedInTurnIsAskedOnTheOneConnection() async throws {
        let pool = PostgresPool(try TestDatabase.configuration(poolSize: 2))
        try await pool.keepingConnection { _ in
            let first: Int = try await pool.one(backend)
            // Another caller gets another connection, however often.
            try await Task.detached { [backend] in
                for _ in 1...3 {
                    let other: Int = try await pool.one(backend)
                    #expect(other != first)
                }
            }.value
            #expect(try await pool.one(backend, as: Int.self) == first)
            #expect(try await pool.transaction { try await $0.one(backend, as: Int.self) } == first)
            #expect(try await pool.withConnection { try await $0.one(backend, as: Int.self) } == first)
        }
        await pool.close()
    }

    @Test func everythingBetweenTheQuestionsIsDoneOnItsThread() async throws {
        let pool = PostgresPool(try TestDatabase.configuration(poolSize: 1))
        try await pool.keepingConnection { _ in
            let thread = pthread_self()
            try await pool.execute("select 1")
            #expect(pthread_equal(thread, pthread_self()) != 0)
            let number: Int = try await pool.one("select 1")
            #expect(number == 1 && pthread_equal(thread, pthread_self()) != 0)
            try await pool.transaction { transaction in
                #expect(pthread_equal(thread, pthread_self()) != 0)
                try await transaction.execute("select 1")
                #expect(pthread_equal(thread, pthread_self()) != 0)
            }
            #expect(pthread_equal(thread, pthread_self()) != 0)
        }
        await pool.close()
    }

    @Test func whatIsAskedAtTheSameTimeIsNotPartOfTheTransaction() async throws {
        let pool = PostgresPool(try TestDatabase.configuration(poolSize: 2))
        try await pool.keepingConnection { _ in
            try await pool.transaction { transaction in
                let inside: Int = try await transaction.one(backend)
                #expect(try await pool.one(backend, as: Int.self) != inside)
            }
        }
        await pool.close()
    }

    @Test func whatGoesOnAfterwardsStillHasItAlone() async throws {
        let pool = PostgresPool(try TestDatabase.configuration(poolSize: 1))
        let (isOpen, mayEnd) = (Gate(2), Gate(2))
        let longer = try await pool.keepingConnection { _ in
            let longer = Task {
                try await pool.transaction { transaction in
                    let number: String = try await transaction.one("select pg_current_xact_id()::text")
                    await isOpen.pass()
                    await mayEnd.pass()
                    return number
                }
            }
            await isOpen.pass()
            return longer
        }
        let next = Task { try await pool.one("select pg_current_xact_id()::text", as: String.self) }
        try await eventually { pool.waiting == 1 }
        mayEnd.open()
        #expect(try await longer.value != next.value)
        await pool.close()
    }

    @Test func whatBeginsAfterwardsAsksThePool() async throws {
        let pool = PostgresPool(try TestDatabase.configuration(poolSize: 1))
        let mayBegin = Gate(2)
        let later = try await pool.keepingConnection { _ in
            Task {
                await mayBegin.pass()
                return try await pool.one("select 1", as: Int.self)
            }
        }
        try await pool.withConnection { _ in
            mayBegin.open()
            try await eventually { pool.waiting == 1 }
        }
        #expect(try await later.value == 1)
        await pool.close()
    }

    @Test func aConnectionThatWasKeptIsFreeAgainWhateverHappened() async throws {
        let pool = PostgresPool(try TestDatabase.configuration(poolSize: 1))
        await #expect(throws: PostgresError.noRow) {
            try await pool.keepingConnection { _ in try await pool.one("select 1 where false", as: Int.self) }
        }
        #expect(try await pool.one("select 1", as: Int.self) == 1)
        await pool.close()
    }

    @Test func whatIsAskedForLaterGoesAlongWithTheNextQuestion() async throws {
        let pool = PostgresPool(try TestDatabase.configuration(poolSize: 2))
        // The beginning of the transaction, which statements of one round trip share.
        let began: SQL = "select now()"
        try await pool.keepingConnection { _ in
            let later = pool.ask(later: began)
            let next: Date = try await pool.one(began)
            let third: Date = try await pool.one(began)
            let answer = try await later.all(as: Date.self)
            #expect(answer == [next] && third > next)
            // Nobody asked in between.
            let seven = try await pool.ask(later: "select 7").all(as: Int.self)
            #expect(seven == [7])
        }
        let eight = try await pool.ask(later: "select 8").all(as: Int.self)
        #expect(eight == [8])
        await pool.close()
    }

    @Test func eachOfTwoQuestionsFailsForItself() async throws {
        let pool = PostgresPool(try TestDatabase.configuration(poolSize: 1))
        let bad: SQL = "select 1 / 0"
        try await pool.keepingConnection { _ in
            let later = pool.ask(later: bad)
            let one = try await pool.one("select 1", as: Int.self)
            #expect(one == 1)
            await #expect(throws: PostgresError.self) { try await later.all(as: Int.self) }
            let other = pool.ask(later: "select 2")
            await #expect(throws: PostgresError.self) { try await pool.one(bad, as: Int.self) }
            let two = try await other.all(as: Int.self)
            #expect(two == [2])
        }
        await pool.close()
    }
}
