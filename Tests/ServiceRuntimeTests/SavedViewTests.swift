import Foundation
import Kernel
import Testing

@testable import ServiceRuntime

@Suite("Views of lists that people keep")
struct SavedViewTests {
    private func keep(_ name: String, _ query: String, _ house: NotesHouse) async -> InProcessAnswer {
        let fields = [("list", "notes"), ("name", name), ("query", query), ("_key", UUID().uuidString)]
        return await house.post(
            fields.map { "\($0.0)=\(urlEncoded($0.1))" }.joined(separator: "&"), to: "/notes/api/saved-views")
    }

    private func page(_ query: String, _ token: String, _ house: NotesHouse) async -> String {
        await house.assembly.ask(
            "GET", "/notes/notes?\(query)", headers: ["Cookie": "qiao_session=\(token)", "Accept-Language": "en"]
        ).text
    }

    private func views(_ page: String) -> [String: String] {
        Dictionary(
            page.matches(of: #/<a class="qiao-view[^"]*"[^>]*href="([^"]*)">([^<]*)</#).map {
                (String($0.output.2), String($0.output.1).replacing("&amp;", with: "&"))
            }
        ) { $1 }
    }

    @Test func aViewLeadsToTheListAsItWas() async throws {
        try await NotesHouse.with { house async throws in
            #expect(await keep(" Mine ", "q=a&sort=text&cursor=x&as=csv&limit=1", house).status == 303)
            let shown = await page("", house.token, house)
            #expect(views(shown) == ["Mine": "/notes/notes?q=a&sort=text"])
            #expect(await page("q=a&sort=text", house.token, house).contains("qiao-view active"))
            #expect(!shown.contains("qiao-view active"))
            #expect(await keep("Mine", "q=b", house).status == 303)
            #expect(views(await page("", house.token, house)) == ["Mine": "/notes/notes?q=b"])
        }
    }

    @Test func itIsOnesOwnAndCanBeForgotten() async throws {
        try await NotesHouse.with { house async throws in
            _ = await keep("Mine", "q=a", house)
            let other = Person(id: UUID(), name: "Ben", kind: .staff, roles: [.sales])
            let token = try await house.assembly.token(for: other)
            #expect(views(await page("", token, house)) == [:])
            let id = try #require(
                await page("", house.token, house).firstMatch(of: #/saved-views/([0-9a-f-]+)/_delete/#)?.output.1)
            func forget(_ token: String) async -> Int {
                await house.assembly.ask(
                    "DELETE", "/notes/api/saved-views/\(id)",
                    headers: ["Authorization": "Bearer \(token)", "Idempotency-Key": UUID().uuidString]
                ).status
            }
            #expect(await forget(token) == 404)
            #expect(await forget(house.token) == 200)
            #expect(views(await page("", house.token, house)) == [:])
        }
    }

    @Test func aListHasTwentyAtMostAlsoWhenTheyAreKeptAtOnce() async throws {
        try await NotesHouse.with { house async throws in
            let statuses = await withTaskGroup(of: Int.self) { group in
                for number in 0..<25 { group.addTask { await keep("view \(number)", "q=\(number)", house).status } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 303 } == 20)
            #expect(views(await page("", house.token, house)).count == 20)
        }
    }

    @Test func whatIsNoViewIsRefused() async throws {
        try await NotesHouse.with { house async throws in
            #expect(await keep(" ", "q=a", house).status == 422)
            #expect(await keep("x", String(repeating: "a", count: 2001), house).status == 422)
            #expect(await keep("x", "q=%zz", house).status == 400)
        }
    }
}
