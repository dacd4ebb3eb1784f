import Foundation
import Kernel
import Postgres
import Testing

@testable import ServiceRuntime

@Suite("Doing the same with several documents")
struct SeveralTests {
    private func remove(_ ids: [NoteID], _ house: NotesHouse) async -> InProcessAnswer {
        await house.assembly.ask(
            "POST", "/notes/api/notes/remove",
            headers: house.bearer.merging(["Idempotency-Key": UUID().uuidString]) { $1 },
            body: #"{"ids":[\#(ids.map { "\"\($0)\"" }.joined(separator: ","))]}"#)
    }

    private func notes(_ count: Int, _ house: NotesHouse) async throws -> [NoteID] {
        var ids: [NoteID] = []
        for text in 0..<count { ids.append(try await house.write("\(text)").json(as: WrittenNote.self).id) }
        return ids
    }

    @Test func itIsDoneWithAllAndEachIsOnRecord() async throws {
        try await NotesHouse.with { house async throws in
            let ids = try await notes(3, house)
            let answer = await remove([ids[2], ids[0]], house)
            #expect(answer.status == 200)
            #expect(try answer.json(as: DoneWithSeveral.self).done == 2)
            #expect(try await house.count() == 1)
            let documents: [String] = try await house.assembly.context.database.all(
                "select document from rt_audit where action = 'POST /notes/api/notes/{id}/remove' order by document")
            #expect(documents == [ids[0], ids[2]].map { "/notes/api/notes/\($0)" }.sorted())
        }
    }

    @Test func itIsDoneWithNoneWhenOneDoesNotAllowItAndThatOneIsNamed() async throws {
        try await NotesHouse.with { house async throws in
            let ids = try await notes(2, house)
            let answer = await remove([ids[0], NoteID(), ids[1]], house)
            #expect(answer.status == 404)
            let problem = try answer.json(as: ProblemBody.self)
            #expect(problem.errors?.map(\.field) == ["ids[1]"])
            #expect(try await house.count() == 2)
            #expect(await remove([], house).status == 422)
            #expect(await remove([ids[0], ids[0]], house).status == 422)
            #expect(await remove((0...200).map { _ in NoteID() }, house).status == 422)
        }
    }

    @Test func twoPeopleWhoseChoicesOverlapWaitForEachOther() async throws {
        try await NotesHouse.with { house async throws in
            for _ in 0..<10 {
                let ids = try await notes(6, house)
                async let one = remove(ids, house)
                async let other = remove(ids.reversed(), house)
                #expect(await [one.status, other.status].sorted() == [200, 404])
            }
            #expect(try await house.count() == 0)
        }
    }

    @Test func aListMarksTheRowsThatItFits() async throws {
        try await NotesHouse.with { house async throws in
            let id = try await notes(1, house)[0]
            _ = await house.write("kept")
            let page = await house.assembly.ask(
                "GET", "/notes/notes", headers: ["Cookie": "qiao_session=\(house.token)"])
            let marks = page.text.matches(of: #/form="marked-notes" name="ids" value="([^"]*)"/#)
            #expect(marks.map { String($0.output.1) } == [id.description])
            let done = await house.post("ids=\(id)&_key=k", to: "/notes/api/notes/remove")
            #expect(done.status == 303)
            #expect(try await house.count() == 1)
        }
    }
}
