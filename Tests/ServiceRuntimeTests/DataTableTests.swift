import Foundation
import Postgres
import Testing

@testable import ServiceRuntime

@Suite("Lists as pages show them")
struct DataTableTests {
    private func page(_ house: NotesHouse, _ query: String, cookie: String = "") async -> InProcessAnswer {
        let headers = ["Cookie": "qiao_session=\(house.token)\(cookie)", "Accept-Language": "en", "Host": "qiao.test"]
        return await house.assembly.ask("GET", "/notes/notes?\(query)", headers: headers)
    }

    /// The texts of the second column.
    private func texts(_ page: InProcessAnswer) -> [String] {
        page.text.matches(of: #/<td data-label="Text">([^<]*)</#).map { String($0.output.1) }
    }

    private func link(_ text: String, _ page: InProcessAnswer) throws -> String {
        let links = page.text.matches(of: #/<a[^>]*href="([^"]*)"[^>]*>(?:<svg.*?<\/svg>)?([^<]*)/#)
        let found = links.first { $0.output.2 == text }?.output.1
        let address = try #require(found, "no link \(text)").replacing("&amp;", with: "&")
        return String(address.drop { $0 != "?" }.dropFirst())
    }

    @Test func aHeadingSortsAndThenTurnsRound() async throws {
        try await NotesHouse.with { house async throws in
            for text in ["b", "c", "a"] { _ = await house.write(text) }
            let first = await page(house, "q=&from=2000-01-01")
            #expect(texts(first) == ["a", "c", "b"])
            let sorted = await page(house, try link("Text", first))
            #expect(texts(sorted) == ["a", "b", "c"])
            #expect(sorted.text.contains("aria-sort=\"ascending\""))
            let turned = await page(house, try link("Text", sorted))
            #expect(texts(turned) == ["c", "b", "a"])
            #expect(try link("Text", turned).contains("from=2000-01-01"))
        }
    }

    @Test func pagesKeepWhatWasAsked() async throws {
        try await NotesHouse.with { house async throws in
            for text in ["x1", "x2", "x3", "y"] { _ = await house.write(text) }
            let first = await page(house, "q=x&sort=text&limit=2")
            #expect(texts(first) == ["x1", "x2"])
            let second = await page(house, try link("Next page", first))
            #expect(texts(second) == ["x3"])
            #expect(texts(await page(house, try link("To the first page", second))) == ["x1", "x2"])
            let none = await page(house, "q=z")
            #expect(none.text.contains("Nothing fits these conditions."))
            #expect(!none.text.contains("Write the first note"))
        }
    }

    @Test func whatPeopleWroteIsTextInARow() async throws {
        try await NotesHouse.with { house async throws in
            _ = await house.write("<b>&</b>'")
            #expect(texts(await page(house, "")) == ["&lt;b&gt;&amp;&lt;/b&gt;&#39;"])
        }
    }

    @Test func theFileHoldsAllThatFits() async throws {
        try await NotesHouse.with { house async throws in
            for text in ["=1+1", "say 'a', b", "other"] { _ = await house.write(text) }
            let shown = await page(house, "q=a&limit=1")
            let file = await page(house, try link("Export", shown))
            #expect(file.header("content-type") == "text/csv; charset=utf-8")
            #expect(file.header("content-disposition")?.hasPrefix("attachment; filename=\"notes-") == true)
            #expect(file.text.contains("\"say 'a', b\""))
            #expect(!file.text.contains("other"))
            #expect(!file.text.contains("Save"))
            let all = await page(house, "as=csv&limit=1")
            #expect(all.text.split(separator: "\r\n").count == 4)
            #expect(all.text.contains("\"'=1+1\""))
        }
    }

    @Test func aFileThatWouldEndInTheMiddleIsRefused() async throws {
        try await NotesHouse.with { house async throws in
            try await house.assembly.context.database.execute(
                """
                insert into note (note_id, number, author, text, price)
                select gen_random_uuid(), n::text, gen_random_uuid(), 'many', -1.5 from generate_series(1, 50000) n
                """)
            let whole = await page(house, "as=csv")
            #expect(whole.status == 200)
            #expect(whole.text.split(separator: "\r\n").count == 50_001)
            #expect(whole.text.contains("\"-¥1.50\"") || whole.text.contains("-1.50"), "\(whole.text.prefix(200))")
            _ = await house.write("one more")
            let long = await page(house, "as=csv")
            #expect(long.status == 422)
            #expect(long.text.contains("narrow the list"))
        }
    }

    @Test func columnsAreThoseThePersonWants() async throws {
        try await NotesHouse.with { house async throws in
            _ = await house.write("hello")
            let form = [
                "Cookie": "qiao_session=\(house.token)", "Content-Type": "application/x-www-form-urlencoded",
                "Origin": "http://qiao.test", "Host": "qiao.test",
            ]
            let chosen = await house.assembly.ask(
                "POST", "/notes/choices", headers: form,
                body: "list=notes&columns=number&columns=price&_back=/notes/notes")
            let cookie = try #require(chosen.header("set-cookie")?.prefix { $0 != ";" })
            #expect(cookie == "qiao_columns_notes=number.price")
            let narrow = await page(house, "", cookie: "; \(cookie)")
            #expect(texts(narrow) == [])
            #expect(narrow.text.contains("data-label=\"Price\""))
            #expect(texts(await page(house, "", cookie: "; qiao_columns_notes=gone")) == ["hello"])
            let odd = await house.assembly.ask(
                "POST", "/notes/choices", headers: form, body: "list=notes&columns=a;b")
            #expect(odd.status == 422)
        }
    }
}
