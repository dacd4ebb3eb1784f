import Foundation
import ServiceRuntime
import Testing

@Suite struct CrossSiteTests {
    private func post(_ house: NotesHouse, _ more: [String: String]) async -> Int {
        let headers = [
            "Cookie": "qiao_session=\(house.token)", "Idempotency-Key": UUID().uuidString, "Host": "qiao.test",
        ]
        return await house.assembly.ask(
            "POST", "/notes/api/notes", headers: headers.merging(more) { $1 }, body: #"{"text":"x"}"#
        ).status
    }

    @Test func unsafeRequestsWithACookieMustComeFromUs() async throws {
        try await NotesHouse.with { house async throws in
            #expect(await post(house, [:]) == 403)
            #expect(await post(house, ["Origin": "https://evil.example"]) == 403)
            #expect(await post(house, ["Origin": "null"]) == 403)
            #expect(await post(house, ["Sec-Fetch-Site": "cross-site"]) == 403)
            #expect(await post(house, ["Sec-Fetch-Site": "same-site"]) == 403)
            #expect(try await house.count() == 0)
            #expect(await post(house, ["Origin": "http://qiao.test"]) == 201)
            #expect(await post(house, ["Origin": "http://127.0.0.1:8080"]) == 201)
            #expect(await post(house, ["Sec-Fetch-Site": "same-origin"]) == 201)
            #expect(await post(house, ["Referer": "http://qiao.test/notes/notes"]) == 201)
        }
    }

    @Test func formsWithoutACookieMustComeFromUsToo() async throws {
        try await NotesHouse.with { house async throws in
            let headers = house.bearer.merging(["Content-Type": "application/x-www-form-urlencoded"]) { $1 }
            let answer = await house.assembly.ask("POST", "/notes/api/notes", headers: headers, body: "text=x&_key=k")
            #expect(answer.status == 403)
        }
    }
}
