import Foundation
import Postgres
import ServiceRuntime
import Testing

@Suite struct IdempotencyTests {
    @Test func twentyCallsWithOneKeyHaveOneEffectAndOneAnswer() async throws {
        try await NotesHouse.with { house async throws in
            let answers = await withTaskGroup(of: InProcessAnswer.self) { group in
                for _ in 0..<20 { group.addTask { await house.write("once", key: "k-1") } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.map(\.status) == Array(repeating: 201, count: 20))
            #expect(Set(answers.map(\.text)).count == 1)
            #expect(try await house.count() == 1)
            let events = try await house.assembly.context.database.one("select count(*) from msg_event", as: Int.self)
            #expect(events == 1)
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
