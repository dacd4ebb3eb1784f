import Foundation
import Testing

@testable import ServiceRuntime

@Suite("The page of examples")
struct ExamplesTests {
    private let headers = ["Accept": "text/html", "Host": "qiao.test", "Accept-Language": "en"]

    @Test func itIsServedOnlyWhereItIsAskedFor() async throws {
        try await NotesHouse.with { house async throws in
            #expect(await house.assembly.ask("GET", "/notes/examples", headers: headers).status == 404)
            let sent = await house.assembly.ask("POST", "/notes/api/examples/success", headers: headers, body: "")
            #expect(sent.status == 404)
        }
    }

    @Test func itShowsEveryPartInBothLanguages() async throws {
        try await NotesHouse.with({ $0.showsExamples = true }) { house async throws in
            let english = await house.assembly.ask("GET", "/notes/examples", headers: headers)
            #expect(english.status == 200)
            for part in [
                "qiao-list", "qiao-document-head", "qiao-document-next", "qiao-steps", "qiao-empty", "qiao-progress",
                "qiao-chart", "data-zoom", "qiao-zoom-stage", "data-print", "Data table",
                "data-lookup", "Fields marked *", "<figure class=\"qiao-chart\"", "data-value=\"300.00\">¥300.00",
            ] { #expect(english.text.contains(part), "\(part)") }
            let chinese = await house.assembly.ask("GET", "/notes/examples?lang=zh", headers: headers)
            #expect(chinese.text.contains("数据表"))
            #expect(!chinese.text.contains("example_"))
        }
    }

    /// The latest stand there, the others where one asks for them.
    @Test func aLongHistoryIsFolded() async throws {
        try await NotesHouse.with({ $0.showsExamples = true }) { house async throws in
            let page = await house.assembly.ask("GET", "/notes/examples", headers: headers).text
            let parts = page.split(separator: "<summary>All 12 entries</summary>")
            try #require(parts.count == 2)
            #expect(parts[0].matches(of: #/<li><time>/#).count == 6 && parts[0].contains("<time>13 Jan 1970"))
            #expect(parts[1].matches(of: #/<li><time>/#).count == 6 && parts[1].contains("<time>2 Jan 1970"))
        }
    }

    @Test func itsFormsShowErrorsAMergeAndSuccess() async throws {
        try await NotesHouse.with({ $0.showsExamples = true }) { house async throws in
            func send(_ what: String, _ body: String) async -> InProcessAnswer {
                let form = headers.merging([
                    "Content-Type": "application/x-www-form-urlencoded", "Origin": "http://qiao.test",
                    "Referer": "http://qiao.test/notes/examples",
                ]) { $1 }
                return await house.assembly.ask("POST", "/notes/api/examples/\(what)", headers: form, body: body)
            }
            let refused = await send("errors", "name=Ken&amount.amount=0")
            #expect(refused.status == 422)
            #expect(refused.text.contains("is-invalid"))
            #expect(refused.text.contains("value=\"Ken\""))
            let merge = await send("meanwhile", "name=Mine")
            #expect(merge.status == 412)
            #expect(merge.text.contains("qiao-merge"))
            #expect(await send("success", "").status == 303)
        }
    }
}
