import Foundation
import ServiceRuntime
import Testing

@Suite("Edits that do not overwrite each other")
struct RevisionTests {
    private func edit(
        _ house: NotesHouse, _ path: String, _ text: String, match: String?, method: String = "PUT"
    ) async -> InProcessAnswer {
        var headers = house.bearer.merging(["Idempotency-Key": UUID().uuidString]) { $1 }
        headers["If-Match"] = match
        return await house.assembly.ask(method, path, headers: headers, body: #"{"text":"\#(text)"}"#)
    }

    private func note(_ house: NotesHouse) async throws -> (path: String, tag: String) {
        let written = try await house.write("first").json(as: WrittenNote.self)
        let path = "/notes/api/notes/\(written.id)"
        return (path, try #require(await house.assembly.ask("GET", path, headers: house.bearer).header("etag")))
    }

    @Test func theSecondOfTwoWhoSawTheSameIsTold() async throws {
        try await NotesHouse.with { house async throws in
            let (path, tag) = try await note(house)
            #expect(await edit(house, path, "mine", match: tag).status == 200)
            let late = await edit(house, path, "theirs", match: tag)
            #expect(late.status == 412)
            #expect(try late.json(as: ProblemBody.self).type == "urn:qiao:problem:changed-meanwhile")
            let now = await house.assembly.ask("GET", path, headers: house.bearer)
            #expect(try now.json(as: NoteRow.self).text == "mine")
            let tagNow = try #require(now.header("etag"))
            #expect(tagNow != tag)
            #expect(await edit(house, path, "theirs", match: #""x", \#(tagNow)"#).status == 200)
        }
    }

    @Test func ofManyAtOnceWhoSawTheSameOneWins() async throws {
        try await NotesHouse.with { house async throws in
            let (path, tag) = try await note(house)
            let statuses = await withTaskGroup(of: Int.self) { group in
                for n in 0..<8 { group.addTask { await edit(house, path, "n\(n)", match: tag).status } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200] + Array(repeating: 412, count: 7))
        }
    }

    @Test func whoDoesNotSayWhatTheySawIsAsked() async throws {
        try await NotesHouse.with { house async throws in
            let (path, tag) = try await note(house)
            #expect(await edit(house, path, "x", match: nil).status == 428)
            #expect(await edit(house, path, "x", match: "W/\(tag)").status == 412)
            #expect(await edit(house, path, "x", match: "*").status == 200)
        }
    }

    @Test func aFormCarriesItInAField() async throws {
        try await NotesHouse.with { house async throws in
            let (path, tag) = try await note(house)
            let etag = tag.dropFirst().prefix { $0 != "." }
            let headers = [
                "Cookie": "qiao_session=\(house.token); qiao_language=zh", "Accept": "text/html", "Host": "qiao.test",
                "Origin": "http://qiao.test", "Content-Type": "application/x-www-form-urlencoded",
            ]
            func send(_ text: String) async -> InProcessAnswer {
                await house.assembly.ask(
                    "POST", "\(path)/_put", headers: headers, body: "text=\(text)&_key=\(text)&_etag=\(etag)")
            }
            #expect(await send("one").status == 303)
            let late = await send("two")
            #expect(late.status == 412 && late.text.contains("已被其他人修改"))
        }
    }

    /// A mistake of ours must not go unseen: the effect is undone.
    @Test func anEditThatComparesNothingHasNoEffect() async throws {
        try await NotesHouse.with { house async throws in
            let (path, tag) = try await note(house)
            #expect(await edit(house, path, "x", match: tag, method: "PATCH").status == 500)
            let now = await house.assembly.ask("GET", path, headers: house.bearer)
            #expect(try now.json(as: NoteRow.self).text == "first")
        }
    }

    @Test func whoHasItAlreadyGetsNothingAgain() async throws {
        try await NotesHouse.with { house async throws in
            let (path, tag) = try await note(house)
            let known = house.bearer.merging(["If-None-Match": tag]) { $1 }
            let same = await house.assembly.ask("GET", path, headers: known)
            #expect(same.status == 304 && same.body.isEmpty && same.header("etag") == tag)
            #expect(await edit(house, path, "other", match: tag).status == 200)
            #expect(await house.assembly.ask("GET", path, headers: known).status == 200)
        }
    }
}
