import Foundation
import ServiceRuntime
import Testing

@Suite("Lists: sorted, filtered, page by page")
struct ListTests {
    /// Follows the links to the end.
    private func all(_ house: NotesHouse, _ query: String) async throws -> [String] {
        var seen: [String] = []
        var target: String? = "/notes/api/notes?limit=2&\(query)"
        while let now = target {
            let answer = await house.assembly.ask("GET", now, headers: house.bearer)
            try #require(answer.status == 200)
            seen += try answer.json(as: Paged<NoteRow>.self).items.map(\.text)
            target = answer.header("link").map { String($0.dropFirst().prefix { $0 != ">" }) }
        }
        return seen
    }

    @Test func pagesOfAnyOrderHaveNeitherGapNorRepeat() async throws {
        try await NotesHouse.with { house async throws in
            // Equal ones stand on both sides of a page's end.
            for text in ["b", "c", "b", "a", "b", "b"] { #expect(await house.write(text).status == 201) }
            #expect(try await all(house, "sort=text") == ["a", "b", "b", "b", "b", "c"])
            #expect(try await all(house, "sort=-text") == ["c", "b", "b", "b", "b", "a"])
            #expect(try await all(house, "sort=written") == ["b", "c", "b", "a", "b", "b"])
        }
    }

    @Test func whatIsLookedForIsTakenByItsWord() async throws {
        try await NotesHouse.with { house async throws in
            for text in ["100 %", "100 percent", "a_b", "aXb"] { _ = await house.write(text) }
            #expect(try await all(house, "q=100+%25&sort=text") == ["100 %"])
            #expect(try await all(house, "q=A_B") == ["a_b"])
            #expect(try await all(house, "from=2000-01-01").count == 4)
            #expect(try await all(house, "from=9999-12-31") == [])
        }
    }

    @Test func anOrderThatThereIsNotIsRefused() async throws {
        try await NotesHouse.with { house async throws in
            let answer = await house.assembly.ask("GET", "/notes/api/notes?sort=price", headers: house.bearer)
            #expect(answer.status == 422)
            #expect(try answer.json(as: ProblemBody.self).errors?.map(\.field) == ["sort"])
        }
    }

    @Test func whatIsDeprecatedSaysSo() async throws {
        try await NotesHouse.with { house async throws in
            let answer = await house.assembly.ask("GET", "/notes/api/old")
            #expect(answer.status == 200)
            #expect(answer.header("deprecation") == "@1767225600")
            #expect(answer.header("sunset") == "Fri, 10 Jul 2026 00:00:00 GMT")
            #expect(answer.header("link") == "</notes/api/notes>; rel=\"deprecation\"")
        }
    }

    @Test func theApiIsExplainedToPeopleToo() async throws {
        try await NotesHouse.with { house async throws in
            let page = await house.assembly.ask("GET", "/notes/api-docs", headers: ["Accept-Language": "zh"])
            #expect(page.status == 200 && page.text.contains("API 文档"))
            #expect(page.text.contains("/notes/api/notes/{id}") && page.text.contains("href=\"#schema-NewNote\""))
            #expect(!page.text.contains("/notes/api/notes/{id}/_put"))
        }
    }
}
