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
            #expect(empty.text.contains("<html lang=\"zh-CN\">"))
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

    @Test func everyTagAndTextIsThere() throws {
        #expect(try PageCheck.problems(of: NotesHouse.definition) == [])
        #expect(try PageCheck.problemsOfSharedPages(sources: [], built: []) == [])
    }

    @Test func theCheckSeesWhatIsMissing() {
        let texts = Texts(catalogues: [.en: ["known": "Known"], .zh: ["known": "已知"]])
        let template = "{{t.known}} {{t.lost}} {{#rows}}{{name}} {{nam}}{{/rows}} {{other}} {{> gone}} {{person.name}}"
        var walk = PageWalk(templates: ["p": TemplateTags(template)], texts: texts)
        let row: JSONValue = ["type": "object", "properties": ["name": ["type": "string"]]]
        walk.page("p", view: ["type": "object", "properties": ["rows": ["type": "array", "items": row]]])
        #expect(
            walk.problems == [
                "p: zh-CN.json lacks lost", "p: en.json lacks lost",
                "p: {{nam}} is neither in the view nor in the frame",
                "p: {{other}} is neither in the view nor in the frame",
                "p: there is no partial gone.mustache",
            ])
    }

    @Test func onlyOurOwnPagesAreDestinations() {
        for location in ["//evil.example", "https://evil.example", "/\\evil", "/a\nb", ""] {
            #expect(!FormDestination.isLocal(location), "\(location)")
        }
        #expect(FormDestination.isLocal("/oa/trips?x=1"))
    }
}
