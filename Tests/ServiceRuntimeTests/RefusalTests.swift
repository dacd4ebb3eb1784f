import Foundation
import Kernel
import JSONSchema
import Postgres
import Testing

@testable import ServiceRuntime

@Suite("What a person reads when something is refused")
struct RefusalTests {
    private func form(_ house: NotesHouse, _ language: String) -> [String: String] {
        [
            "Cookie": "qiao_session=\(house.token); qiao_language=\(language)", "Accept": "text/html",
            "Host": "qiao.test", "Origin": "http://qiao.test", "Content-Type": "application/x-www-form-urlencoded",
        ]
    }

    @Test func isInTheirLanguage() async throws {
        try await NotesHouse.with { house async throws in
            let zh = await house.assembly.ask(
                "POST", "/notes/api/notes", headers: form(house, "zh"),
                body: "text=x&lines[0].name=a&lines[0].count=b&_key=1")
            #expect(zh.text.contains("应为整数") && !zh.text.contains("must be"))
            let en = await house.assembly.ask(
                "POST", "/notes/api/notes", headers: form(house, "en"),
                body: "text=x&lines[0].name=a&lines[0].count=b&_key=2")
            #expect(en.text.contains("must be a whole number"))
            let gone = NoteID()
            let missing = await house.assembly.ask(
                "POST", "/notes/api/notes/\(gone)/_delete", headers: form(house, "zh"), body: "_key=3")
            #expect(missing.status == 404 && missing.text.contains("找不到"))
            // Programs read English, whatever language a browser of the person is set to.
            let json = await house.assembly.ask("GET", "/notes/api/notes/\(gone)", headers: house.bearer)
            #expect(json.text.contains("there is no note"))
        }
    }

    @Test func whatTakesTooLongIsGivenUpAndSaysWhatToDo() async throws {
        try await NotesHouse.with(timeLimit: .milliseconds(300)) { house async throws in
            let started = ContinuousClock.now
            let page = await house.assembly.ask(
                "POST", "/notes/api/notes", headers: form(house, "zh"), body: "text=slow&_key=1")
            #expect(page.status == 504 && page.text.contains("请稍后重新提交"))
            let headers = house.bearer.merging(["Idempotency-Key": "k"]) { $1 }
            let json = await house.assembly.ask(
                "POST", "/notes/api/notes", headers: headers, body: #"{"text":"slow"}"#)
            #expect(json.status == 504)
            #expect(json.header("retry-after") == "5")
            #expect(json.text.contains("urn:qiao:problem:timeout") && json.text.contains("Idempotency-Key"))
            #expect(started.duration(to: .now) < .seconds(15), "what is given up is cancelled, not waited for")
            #expect(try await house.count() == 0)
        }
    }
}
