import Foundation
import JSONSchema
import Kernel
import Testing

@testable import ServiceRuntime

@Suite struct AnswerTests {
    @Test func problemsHaveAFormAndFields() async throws {
        try await NotesHouse.with { house async throws in
            let headers = house.bearer.merging(["Idempotency-Key": "k"]) { $1 }
            let answer = await house.assembly.ask("POST", "/notes/api/notes", headers: headers, body: "{}")
            #expect(answer.status == 422)
            #expect(answer.header("content-type") == "application/problem+json")
            #expect(try answer.json(as: ProblemBody.self).errors == [.init(field: "text", message: "is required")])
            for (body, status) in [("[]", 400), ("{", 400), (#"{"text":"\u0000"}"#, 422)] {
                let answer = await house.assembly.ask("POST", "/notes/api/notes", headers: headers, body: body)
                #expect(answer.status == status, "\(body)")
            }
            let xml = headers.merging(["Content-Type": "text/xml"]) { $1 }
            #expect(await house.assembly.ask("POST", "/notes/api/notes", headers: xml, body: "<a/>").status == 415)
        }
    }

    @Test func unknownPathsMethodsAndIds() async throws {
        try await NotesHouse.with { house async throws in
            #expect(await house.assembly.ask("GET", "/notes/api/none").status == 404)
            let wrong = await house.assembly.ask("PUT", "/notes/api/notes")
            #expect(wrong.status == 405)
            #expect(wrong.header("allow") == "GET, HEAD, OPTIONS, POST")
            let absent = await house.assembly.ask("GET", "/notes/api/notes/\(NoteID())", headers: house.bearer)
            #expect(absent.status == 404)
            #expect(await house.assembly.ask("GET", "/notes/api/notes/x", headers: house.bearer).status == 422)
        }
    }

    @Test func literalPathsWinOverCaptures() async throws {
        try await NotesHouse.with { house async throws in
            _ = await house.write("first")
            let newest = await house.assembly.ask("GET", "/notes/api/notes/newest", headers: house.bearer)
            #expect(try newest.json(as: NoteRow.self).text == "first")
        }
    }

    @Test func pagesFollowOneAnotherWithoutGapOrRepeat() async throws {
        try await NotesHouse.with { house async throws in
            for n in 0..<5 { #expect(await house.write("n\(n)").status == 201) }
            var seen: [String] = []
            var target: String? = "/notes/api/notes?limit=2"
            while let now = target {
                let answer = await house.assembly.ask("GET", now, headers: house.bearer)
                seen += try answer.json(as: Paged<NoteRow>.self).items.map(\.text)
                target = answer.header("link").map { String($0.dropFirst().prefix { $0 != ">" }) }
            }
            #expect(seen == ["n4", "n3", "n2", "n1", "n0"])
            #expect(await house.assembly.ask("GET", "/notes/api/notes?cursor=zzz", headers: house.bearer).status == 422)
        }
    }

    @Test func everyAnswerIsFramed() async throws {
        try await NotesHouse.with { house async throws in
            let answer = await house.assembly.ask("GET", "/notes/api/open")
            #expect(answer.header("x-content-type-options") == "nosniff")
            #expect(answer.header("content-security-policy")?.contains("default-src 'self'") ?? false)
            #expect(answer.header("x-request-id") != nil)
        }
    }

    @Test func theDocumentDescribesTheRoutes() throws {
        let document = try JSONDecoder().decode(
            JSONValue.self, from: OpenAPIDocument.json(for: NotesHouse.definition))
        let notes = document["paths"]?["/notes/api/notes"]
        let schema = notes?["post"]?["requestBody"]?["content"]?["application/json"]?["schema"]
        #expect(schema == ["$ref": "#/components/schemas/NewNote"])
        let note = document["components"]?["schemas"]?["NewNote"]
        #expect(note?["required"] == ["text"])
        // What every input keeps to is said of each.
        #expect(note?["properties"]?["text"]?["maxLength"] == 10_000)
        #expect(note?["properties"]?["price"] == ["$ref": "#/components/schemas/Amount"])
        let put = document["paths"]?["/notes/api/notes/{id}"]?["put"]
        #expect(put?["responses"]?["412"] != nil && put?["responses"]?["428"] != nil)
        #expect(put?["parameters"]?.elements?.contains { $0["name"] == "If-Match" } ?? false)
        #expect(notes?["post"]?["parameters"]?.elements?.first?["name"] == "Idempotency-Key")
        #expect(notes?["post"]?["responses"]?["201"] != nil)
        let names = notes?["get"]?["parameters"]?.elements?.compactMap { $0["name"]?.text }
        #expect(names == ["cursor", "from", "limit", "q", "sort", "If-None-Match"])
        #expect(document["paths"]?["/notes/api/notes/{id}"]?["delete"] != nil)
        #expect(document["paths"]?["/notes/notes"] == nil)
        #expect(document["paths"]?["/notes/ops/figures"]?["get"] != nil)
    }

    @Test func aServiceThatIsNotReadySaysSo() async throws {
        let assembly = try ServiceRuntime.build(
            NotesHouse.definition,
            ServiceConfiguration(databaseURL: "postgres://a@127.0.0.1:1/none", amqpURL: "amqp://127.0.0.1:1"))
        let answer = await assembly.ask("GET", "/notes/api/open")
        #expect(answer.status == 503)
        #expect(answer.header("retry-after") == "2")
        #expect(await assembly.ask("GET", "/health/live").status == 200)
        #expect(await assembly.ask("GET", "/health/ready").status == 503)
        #expect(await assembly.ask("GET", "/assets/qiao/shell.css").status == 200)
    }

    @Test func withoutTheBrokerItIsDegradedButReady() async throws {
        try await NotesHouse.with { house async throws in
            let answer = await house.assembly.ask("GET", "/health/ready")
            #expect(answer.status == 200)
            #expect(answer.text.contains("degraded"))
            #expect(await house.assembly.ask("GET", "/metrics").text.contains("http_server_request_duration_seconds"))
        }
    }
}
