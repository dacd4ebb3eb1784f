import Foundation
import Testing

@testable import ServiceRuntime

@Suite("Forms that were refused")
struct RefusedFormTests {
    /// A person with a browser at the page of a note.
    private struct Editor {
        let house: NotesHouse
        let page: String
        let action: String
        let token: String

        init(_ house: NotesHouse, _ note: WrittenNote) {
            self.house = house
            page = "/notes/notes/\(note.id)"
            action = "/notes/api/notes/\(note.id)/_put"
            token = house.token
        }

        func open() async -> String { await ask("GET", page, nil).text }

        func ask(_ method: String, _ path: String, _ body: String?, referer: Bool = true) async -> InProcessAnswer {
            var headers = [
                "Cookie": "qiao_session=\(token); qiao_language=en", "Accept": "text/html", "Host": "qiao.test",
                "Origin": "http://qiao.test", "Content-Type": "application/x-www-form-urlencoded",
            ]
            if referer { headers["Referer"] = "http://qiao.test\(page)" }
            return await house.assembly.ask(method, path, headers: headers, body: body)
        }

        func save(_ fields: String, seen page: String, referer: Bool = true) async -> InProcessAnswer {
            await ask("POST", action, "\(fields)&_key=\(UUID())&_etag=\(Self.etag(of: page))", referer: referer)
        }

        static func etag(of page: String) -> String {
            page.firstMatch(of: /name="_etag" value="([^"]*)"/).map { String($0.output.1) } ?? ""
        }
    }

    private func edited(_ body: (Editor) async throws -> Void) async throws {
        try await NotesHouse.with { house async throws in
            try await body(Editor(house, try await house.write("first").json(as: WrittenNote.self)))
        }
    }

    @Test func whatIsWrongStandsBesideTheFieldWithWhatWasTyped() async throws {
        try await edited { editor in
            let refused = await editor.save("text=bad", seen: await editor.open())
            #expect(refused.status == 422 && refused.text.contains("Please check what you entered"))
            let field = try #require(refused.text.firstMatch(of: /<input[^>]*name="text"[^>]*>/)).output
            #expect(field.contains(#"value="bad""#) && field.contains("is-invalid"))
            #expect(field.contains(#"aria-invalid="true""#))
            #expect(refused.text.contains("must not be bad"))
            #expect(await editor.save("text=good", seen: refused.text).status == 303)
        }
    }

    @Test func twoWhoChangeTheSameMergeWithoutLosingWhatTheyTyped() async throws {
        try await edited { editor in
            let (mine, theirs) = (await editor.open(), await editor.open())
            #expect(await editor.save("text=theirs", seen: theirs).status == 303)
            let merge = await editor.save("text=my+%22own%22", seen: mine)
            #expect(merge.status == 412)
            let field = try #require(merge.text.firstMatch(of: /<input[^>]*name="text"[^>]*>/)).output
            #expect(field.contains(#"value="my &quot;own&quot;""#), "what was typed is there")
            #expect(merge.text.contains("<strong>theirs</strong>"), "beside it what is stored")
            // Saving again keeps one's own.
            #expect(await editor.save("text=my+own&_now:text=theirs", seen: merge.text).status == 303)
            #expect(await editor.open().contains(#"value="my own""#))
        }
    }

    @Test func oneMayTakeWhatIsStored() async throws {
        try await edited { editor in
            let mine = await editor.open()
            #expect(await editor.save("text=theirs", seen: await editor.open()).status == 303)
            let merge = await editor.save("text=mine", seen: mine)
            let taken = await editor.save("text=mine&_now:text=theirs&_take=text", seen: merge.text)
            #expect(taken.status == 303)
            #expect(await editor.open().contains(#"value="theirs""#))
        }
    }

    /// A third who saves in between is seen as well.
    @Test func aMergeIsRefusedWhenSomebodyIsFaster() async throws {
        try await edited { editor in
            let mine = await editor.open()
            #expect(await editor.save("text=second", seen: await editor.open()).status == 303)
            let merge = await editor.save("text=mine", seen: mine)
            #expect(await editor.save("text=third", seen: await editor.open()).status == 303)
            let again = await editor.save("text=mine", seen: merge.text)
            #expect(again.status == 412 && again.text.contains("<strong>third</strong>"))
        }
    }

    @Test func whereTheFormIsNotKnownThereIsAPageThatSaysWhy() async throws {
        try await edited { editor in
            let refused = await editor.save("text=bad", seen: await editor.open(), referer: false)
            #expect(refused.status == 422 && refused.text.contains("must not be bad"))
        }
    }

    @Test func everyKindOfFieldComesBack() throws {
        let form = """
            <form method="post" action="/x"><input type="hidden" name="_key" value="new"><input name="a" value="old">\
            <textarea class="form-control" name="b">old</textarea><select name="c"><option value="1">One</option>\
            <option value="2" selected>Two</option></select><label><input type="checkbox" name="d" value="p" checked>P</label>\
            <label><input type="checkbox" name="d" value="q">Q</label><input type="password" name="e" value=""></form>
            """
        let words = FormEcho.Words(
            stored: "Stored:", take: "Take", nothing: "nothing", yes: "yes", no: "no", missing: "")
        var echo = FormEcho(
            sent: [("a", "<b>&"), ("b", "</textarea>"), ("c", "1"), ("d", "q"), ("e", "geheim")], words: words)
        echo.errors = ["b": "no", "e": "too short"]
        let (filled, placed) = echo.fill(form[...], isMerge: true)
        #expect(placed == ["b", "e"])
        for part in [
            #"name="a" value="&lt;b&gt;&amp;">"#, "&lt;/textarea&gt;</textarea>", #"<option value="1" selected>"#,
            #"<option value="2">"#, #"name="d" value="p">"#, #"name="d" value="q" checked>"#,
            #"name="_now:c" value="2""#, "<strong>Two</strong>", "is-invalid", #"name="_key" value="new""#,
            "too short",
        ] { #expect(filled.contains(part), "\(part) in \(filled)") }
        #expect(!filled.contains("geheim"))
    }

    @Test func aChoiceOfBoxesIsRefusedInOnePlace() {
        let form = """
            <form method="post" action="/x"><fieldset><legend>Roles</legend><label><input type="checkbox" name="d" value="p">P\
            </label><label><input type="checkbox" name="d" value="q">Q</label></fieldset></form>
            """
        var echo = FormEcho(sent: [], words: .init(stored: "", take: "", nothing: "", yes: "", no: "", missing: ""))
        echo.errors = ["d": "choose one"]
        let (filled, placed) = echo.fill(form[...], isMerge: false)
        #expect(placed == ["d"])
        #expect(filled.components(separatedBy: "choose one").count == 2)
        #expect(filled.contains(#"</legend><div class="invalid-feedback d-block">choose one</div>"#), "\(filled)")
    }

    @Test func whatARefusedFormIsFoldedAwayInIsOpened() throws {
        let form = #"<form method="post" action="/x"></form>"#
        for (around, opened) in [
            ("<details class=\"a\"><summary>More</summary>", true), ("<details open>", false),
            ("<details></details>", false), ("", false),
        ] {
            let page = around + form
            let place = try #require(FormEcho.range(of: "/x", in: page))
            let shown = FormEcho.opened(around: place, in: page)
            #expect(shown == (opened ? page.replacing("<details", with: "<details open") : page))
        }
    }

    /// A line that was added is not folded away when the form comes back.
    @Test func addedLinesStayOpen() {
        let line = "<details class=\"qiao-more\"><summary>Add</summary><input name=\"#\" value=\"\"></details>"
        let form = "<form action=\"/x\">" + ["a", "b"].map { line.replacing("#", with: $0) }.joined() + "</form>"
        let echo = FormEcho(
            sent: [("a", ""), ("b", "typed")],
            words: .init(stored: "", take: "", nothing: "", yes: "", no: "", missing: ""))
        let filled = echo.fill(form[...], isMerge: false).0
        let folds = filled.split(separator: "</details>").map { $0.contains("<details open") }
        #expect(folds == [false, true, false])
    }
}
