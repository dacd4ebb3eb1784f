import Foundation
import Postgres
import ServiceRuntime
import Testing

@Suite struct IdempotencyTests {
    @Test func twentyCallsWithOneKeyHaveOneEffectAndOneAnswer() async throws {
        try await NotesHouse.with { house async throws in
            let answers = await withTaskGroup(of: InProcessAnswer.self) { group in
                for _ in 0..<20 { group.addTask { await house.writeUntilDone("once", key: "k-1") } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.map(\.status) == Array(repeating: 201, count: 20))
            #expect(Set(answers.map(\.text)).count == 1)
            #expect(try await house.count() == 1)
            let events = try await house.assembly.context.database.one("select count(*) from msg_event", as: Int.self)
            #expect(events == 1)
        }
    }

    @Test func whileTheFirstCallRunsASecondIsToldSoAtOnceAndAFormWaits() async throws {
        try await NotesHouse.with { house async throws in
            let database = house.assembly.context.database
            async let (first, form) = try await database.transaction { blocker in
                try await blocker.execute("lock table note in exclusive mode")
                let first = Task { await house.write("once", key: "k") }
                let form = Task { await house.post("text=form&_key=f") }
                let both = Task { await house.post("text=form&_key=f") }
                // Three transactions wait: for the table, or for the form's first call.
                try await house.until(waiting: 3)
                let second = await house.write("once", key: "k")
                #expect(second.status == 409 && second.header("retry-after") == "1")
                #expect(try second.json(as: ProblemBody.self).type == "urn:qiao:problem:in-progress")
                return (first, [form, both])
            }
            #expect(await (try first).value.status == 201)
            for form in try await form { #expect(await form.value.status == 303) }
            #expect(await house.write("once", key: "k").status == 201)
            #expect(try await house.count() == 2)
        }
    }

    @Test func aKeyStandsForOneRequestOnly() async throws {
        try await NotesHouse.with { house async throws in
            #expect(await house.write("one", key: "k").status == 201)
            let other = await house.write("two", key: "k")
            #expect(other.status == 422)
            #expect(try other.json(as: ProblemBody.self).type == "urn:qiao:problem:idempotency-key-reused")
            #expect(try await house.count() == 1)
        }
    }

    @Test func aRefusedCallLeavesItsKeyFree() async throws {
        try await NotesHouse.with { house async throws in
            #expect(await house.write("nonsense", key: "k").status == 422)
            #expect(await house.write("sense", key: "k").status == 201)
        }
    }

    @Test func aKeyBelongsToOnePerson() async throws {
        try await NotesHouse.with { house async throws in
            let other = Person(id: UUID(), name: "Bo", kind: .staff, roles: [])
            let token = try await house.assembly.token(for: other)
            #expect(await house.write("mine", key: "k").status == 201)
            let theirs = await house.assembly.ask(
                "POST", "/notes/api/notes", headers: ["Authorization": "Bearer \(token)", "Idempotency-Key": "k"],
                body: #"{"text":"theirs"}"#)
            #expect(theirs.status == 201)
            #expect(try await house.count() == 2)
        }
    }

    @Test func withoutAKeyNothingHappens() async throws {
        try await NotesHouse.with { house async throws in
            let answer = await house.assembly.ask(
                "POST", "/notes/api/notes", headers: house.bearer, body: #"{"text":"x"}"#)
            #expect(answer.status == 400)
            #expect(answer.text.contains("Idempotency-Key"))
            #expect(try await house.count() == 0)
        }
    }
}

extension NotesHouse {
    /// Calls again for as long as the first call with the key is under way.
    fileprivate func writeUntilDone(_ text: String, key: String) async -> InProcessAnswer {
        while true {
            let answer = await write(text, key: key)
            if answer.status != 409 { return answer }
            await Task.yield()
        }
    }

    fileprivate func until(waiting count: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while try await assembly.context.database.one(
            """
            select count(distinct pid) from pg_locks join pg_stat_activity using (pid)
            where not granted and query like '%note%' or not granted and query like '%rt_idempotency%'
            """, as: Int.self) < count
        {
            try #require(ContinuousClock.now < deadline)
        }
    }
}
