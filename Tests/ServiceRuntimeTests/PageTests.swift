import Foundation
import JSONSchema
import Testing

@testable import ServiceRuntime

@Suite struct PageTests {
    private func cookie(_ house: NotesHouse, _ more: [String: String] = [:]) -> [String: String] {
        ["Cookie": "qiao_session=\(house.token)", "Accept": "text/html", "Host": "qiao.test"].merging(more) { $1 }
    }

    @Test func aPageIsShownInsideTheLayout() async throws {
        try await NotesHouse.with { house async throws in
            let empty = await house.assembly.ask("GET", "/notes/notes", headers: cookie(house))
            #expect(empty.status == 200)
            #expect(empty.text.contains("<html lang=\"zh-CN\" data-theme=\"system\">"))
            #expect(empty.text.contains("请在下面写第一张便签。"))
            #expect(empty.text.contains("Anna"))
            #expect(empty.text.contains("/oa/trips"))
            #expect(!empty.text.contains("/erp/finance"))
            _ = await house.write("<b>bold</b>")
            let page = await house.assembly.ask("GET", "/notes/notes?lang=en", headers: cookie(house))
            #expect(page.text.contains("&lt;b&gt;bold&lt;/b&gt;"))
            #expect(page.text.contains("¥0.00"))
            #expect(page.headers.contains { $0.value.hasPrefix("qiao_language=en") })
        }
    }

    @Test func anyTextStandsInAnAddress() {
        #expect(urlEncoded("桥/a b&c~") == "%E6%A1%A5%2Fa%20b%26c~")
        #expect(urlEncoded("/oa/trips?q=1", keepsSlashes: true) == "/oa/trips%3Fq%3D1")
    }

    @Test func anAddressThatNamesNothingIsNotFound() async throws {
        try await NotesHouse.with { house async throws in
            let page = await house.assembly.ask("GET", "/notes/notes/x", headers: cookie(house))
            #expect(page.status == 404)
            let program = await house.assembly.ask(
                "GET", "/notes/api/notes/x", headers: ["Authorization": "Bearer \(house.token)"])
            #expect(program.status == 422)
        }
    }

    @Test func aFormLeadsOnAndAgain() async throws {
        try await NotesHouse.with { house async throws in
            let headers = cookie(
                house,
                [
                    "Content-Type": "application/x-www-form-urlencoded", "Origin": "http://qiao.test",
                    "Referer": "http://qiao.test/notes/notes",
                ])
            let first = await house.assembly.ask("POST", "/notes/api/notes", headers: headers, body: "text=x&_key=k")
            let again = await house.assembly.ask("POST", "/notes/api/notes", headers: headers, body: "text=x&_key=k")
            #expect(first.status == 303)
            #expect(first.header("location") == again.header("location"))
            #expect(try await house.count() == 1)
            let id = try #require(first.header("location")?.split(separator: "/").last)
            let gone = await house.assembly.ask(
                "POST", "/notes/api/notes/\(id)/_delete", headers: headers, body: "_key=k")
            #expect(gone.status == 303)
            #expect(gone.header("location") == "/notes/notes")
            #expect(try await house.count() == 0)
            let refused = await house.assembly.ask("POST", "/notes/api/notes", headers: headers, body: "_key=k2")
            #expect(refused.status == 422)
            #expect(refused.text.contains("请检查您填写的内容"))
        }
    }

    @Test func signingOutLeadsToWhereThePersonSignedIn() async throws {
        try await NotesHouse.with { house async throws in
            let page = await house.assembly.ask("GET", "/notes/notes", headers: cookie(house))
            #expect(page.text.contains(#"action="/oa/session/sign-out""#))
        }
    }

    @Test func aChosenThemeComesWithThePage() async throws {
        try await NotesHouse.with { house async throws in
            let form = cookie(
                house, ["Content-Type": "application/x-www-form-urlencoded", "Origin": "http://qiao.test"])
            let chosen = await house.assembly.ask(
                "POST", "/notes/choices", headers: form, body: "theme=dark&_back=/notes/notes")
            #expect(chosen.status == 303)
            #expect(chosen.header("location") == "/notes/notes")
            #expect(chosen.header("set-cookie")?.hasPrefix("qiao_theme=dark; Path=/; Max-Age=31536000") == true)
            func theme(_ more: String) async -> Bool {
                let headers = cookie(house, ["Cookie": "qiao_session=\(house.token); qiao_theme=\(more)"])
                return await house.assembly.ask("GET", "/notes/notes", headers: headers).text
                    .contains("data-theme=\"\(more)\"")
            }
            #expect(await theme("dark"))
            #expect(await theme("light"))
            #expect(await !theme("shrill"))
            for (body, elsewhere, status) in [("theme=shrill", false, 422), ("theme=dark", true, 403)] {
                let headers = form.merging(elsewhere ? ["Origin": "http://evil.example"] : [:]) { $1 }
                #expect(
                    await house.assembly.ask("POST", "/notes/choices", headers: headers, body: body).status == status)
            }
            let away = await house.assembly.ask(
                "POST", "/notes/choices", headers: form, body: "theme=system&_back=//evil.example")
            #expect(away.header("location") == "/")
            #expect(away.header("set-cookie")?.contains("Max-Age=0") == true)
        }
    }

    @Test func stylesAreNamedByWhatIsInThem() async throws {
        try await NotesHouse.with { house async throws in
            let page = await house.assembly.ask("GET", "/notes/notes", headers: cookie(house))
            let link = try #require(page.text.firstMatch(of: #/"(\/assets\/shell\.[0-9a-f]{12}\.css)"/#)?.output.1)
            let style = await house.assembly.ask("GET", String(link))
            #expect(style.status == 200)
            #expect(style.header("cache-control") == "public, max-age=31536000, immutable")
            let other = await house.assembly.ask("GET", "/assets/shell.000000000000.css")
            #expect(other.status == 404)
            #expect(await house.assembly.ask("GET", "/assets/qiao/shell.css").text == style.text)
        }
    }

    @Test func theBellShowsTheNumberKeptForThisPerson() async throws {
        try await NotesHouse.with { house async throws in
            func shown(_ todos: String) async -> Bool {
                let headers = cookie(house, ["Cookie": "qiao_session=\(house.token); qiao_todos=\(todos)"])
                return await house.assembly.ask("GET", "/notes/notes", headers: headers).text.contains(">7</span>")
            }
            let page = await house.assembly.ask("GET", "/notes/notes", headers: cookie(house))
            let mark = try #require(page.text.firstMatch(of: #/data-mark="([0-9a-f]{8})"/#)?.output.1)
            #expect(await shown("\(mark).7"))
            #expect(await !shown("00000000.7"))
            #expect(await !shown("\(mark).<b>7</span>"))
        }
    }

    @Test func everyTagAndTextIsThere() throws {
        #expect(try PageCheck.problems(of: NotesHouse.definition) == [])
        #expect(try PageCheck.problemsOfSharedPages(sources: [], built: []) == [])
    }

    @Test func theCheckSeesWhatIsMissing() throws {
        let texts = Texts(catalogues: [.en: ["known": "Known"], .zh: ["known": "已知"]])
        let template =
            "{{t.known}} {{t.lost}} {{#rows}}{{name}} {{nam}}{{/rows}} {{other}} {{> gone}} {{person.name}}"
            + "{{asset.shell}} {{asset.shill}}"
        var walk = PageWalk(templates: ["p": try Template(template, named: "p")], texts: texts)
        let row: JSONValue = ["type": "object", "properties": ["name": ["type": "string"]]]
        walk.page("p", view: ["type": "object", "properties": ["rows": ["type": "array", "items": row]]])
        #expect(
            walk.problems == [
                "p: zh-CN.json lacks lost", "p: en.json lacks lost",
                "p: {{nam}} is neither in the view nor in the frame",
                "p: {{other}} is neither in the view nor in the frame",
                "p: there is no partial gone.mustache", "p: there is no asset.shill",
            ])
    }

    @Test func onlyOurOwnPagesAreDestinations() {
        for location in ["//evil.example", "https://evil.example", "/\\evil", "/a\nb", ""] {
            #expect(!FormDestination.isLocal(location), "\(location)")
        }
        #expect(FormDestination.isLocal("/oa/trips?x=1"))
    }
}
