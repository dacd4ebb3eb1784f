import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct NotificationTests {
    @Test(.timeLimit(.minutes(1))) func payloadsArriveAlsoAfterTheConnectionBroke() async throws {
        try await TestDatabase.withSchema { pool in
            let channel = "wake_\(UUID().uuidString)"
            var stream = pool.listen(channel).makeAsyncIterator()
            #expect(await stream.next() == "", "listening has begun")
            try await pool.execute("select pg_notify(\(channel), 'one'), pg_notify(\(channel), 'two')")
            #expect(await stream.next() == "one")
            #expect(await stream.next() == "two")
            try await pool.execute(
                "select pg_terminate_backend(pid, 5000) from pg_stat_activity where query = \("listen \"\(channel)\"")")
            #expect(await stream.next() == "", "listening has begun again")
            try await pool.execute("select pg_notify(\(channel), 'three')")
            #expect(await stream.next() == "three")
        }
    }

    @Test func listeningEndsWithItsReader() async throws {
        try await TestDatabase.withSchema { pool in
            let channel = "wake_\(UUID().uuidString)"
            let reader = Task {
                for await _ in pool.listen(channel) {}
            }
            let isListening = {
                try await pool.one(
                    "select exists (select from pg_stat_activity where query = \("listen \"\(channel)\""))",
                    as: Bool.self)
            }
            try await eventually { try await isListening() }
            reader.cancel()
            await reader.value
            try await eventually { try await !isListening() }
        }
    }
}
