import Foundation
import Kernel
import Postgres
import Testing

@testable import ServiceRuntime

@Suite("Limits, and what surrounds every answer")
struct LimitTests {
    @Test func whoAsksTooOftenIsToldWhenToGoOn() async throws {
        try await NotesHouse.with({ $0.rateLimit = 3 }) { house async throws in
            for left in [2, 1, 0] {
                let answer = await house.assembly.ask("GET", "/notes/api/notes", headers: house.bearer)
                #expect(answer.status == 200)
                #expect(answer.header("ratelimit")?.hasPrefix("\"caller\";r=\(left);t=") ?? false)
            }
            let refused = await house.assembly.ask("GET", "/notes/api/notes", headers: house.bearer)
            #expect(refused.status == 429)
            #expect((1...20).contains(Int(refused.header("retry-after") ?? "") ?? 0))
            // Everybody has their own.
            #expect(await house.assembly.ask("GET", "/notes/api/open").status == 200)
        }
    }

    @Test func aBucketFillsAgain() throws {
        let limiter = RateLimiter(quota: 60)
        let start = ContinuousClock.now
        for _ in 0..<60 { _ = try limiter.take("a", at: start) }
        #expect(throws: Problem.self) { try limiter.take("a", at: start + .milliseconds(900)) }
        _ = try limiter.take("a", at: start + .milliseconds(1100))
        #expect(throws: Problem.self) { try limiter.take("a", at: start + .milliseconds(1200)) }
        for _ in 0..<60 { _ = try limiter.take("a", at: start + .seconds(600)) }
    }

    @Test func onlyAGatewaySaysWhereARequestComesFrom() throws {
        let gateways = try #require(TrustedGateways(["10.0.0.0/9", "::1"]))
        let request = ReceivedRequest(
            id: "x", method: "GET", path: "/", query: "", headers: ["x-real-ip": "9.9.9.9"], body: Data(),
            idempotencyKey: nil)
        #expect(gateways.address(of: request, peer: "10.127.0.1") == "9.9.9.9")
        #expect(gateways.address(of: request, peer: "::1") == "9.9.9.9")
        #expect(gateways.address(of: request, peer: "10.128.0.1") == "10.128.0.1")
        #expect(TrustedGateways(["10.0.0.0/33"]) == nil && TrustedGateways(["here"]) == nil)
    }

    @Test func aTraceGoesOnIntoTheEvents() async throws {
        try await NotesHouse.with { house async throws in
            let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
            let headers = house.bearer.merging(
                ["Idempotency-Key": "k", "traceparent": "00-\(trace)-00f067aa0ba902b7-01"]) { $1 }
            let answer = await house.assembly.ask(
                "POST", "/notes/api/notes", headers: headers, body: #"{"text":"x"}"#)
            let sent = try #require(answer.header("traceparent"))
            #expect(sent.hasPrefix("00-\(trace)-") && sent.hasSuffix("-01") && !sent.contains("00f067aa0ba902b7"))
            let kept = try await house.assembly.context.database.one(
                "select traceparent from msg_event", as: String.self)
            #expect(kept == sent)
        }
    }

    @Test(arguments: ["", "00-0-1-2", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "x"])
    func aTraceThatIsNoneIsReplaced(header: String) {
        let trace = TraceContext(header: header)
        #expect(trace.traceparent.split(separator: "-").map(\.count) == [2, 32, 16, 2])
        #expect(!header.contains(trace.traceID))
    }

    @Test func onlyNamedSitesMayCall() async throws {
        try await NotesHouse.with({ $0.corsOrigins = ["https://partner.example"] }) { house async throws in
            let ask = ["Origin": "https://partner.example", "Access-Control-Request-Method": "POST"]
            let preflight = await house.assembly.ask("OPTIONS", "/notes/api/notes", headers: ask)
            #expect(preflight.status == 204)
            #expect(preflight.header("access-control-allow-origin") == "https://partner.example")
            #expect(preflight.header("access-control-allow-methods") == "GET, HEAD, OPTIONS, POST")
            #expect(preflight.header("access-control-allow-headers")?.contains("Idempotency-Key") ?? false)
            #expect(preflight.header("access-control-allow-credentials") == nil)
            let other = ask.merging(["Origin": "https://other.example"]) { $1 }
            let refused = await house.assembly.ask("OPTIONS", "/notes/api/notes", headers: other)
            #expect(refused.header("access-control-allow-origin") == nil && refused.header("vary") == "Origin")
        }
    }

    @Test func whatAPathTakesIsSaid() async throws {
        try await NotesHouse.with { house async throws in
            let options = await house.assembly.ask("OPTIONS", "/notes/api/notes")
            #expect(options.status == 204 && options.header("allow") == "GET, HEAD, OPTIONS, POST")
            #expect(await house.assembly.ask("OPTIONS", "/notes/api/none").status == 404)
            let document = await house.assembly.ask("DELETE", "/notes/openapi.json")
            #expect(document.status == 405 && document.header("allow") == "GET, HEAD, OPTIONS")
        }
    }

    @Test func inputKeepsToItsBounds() async throws {
        try await NotesHouse.with { house async throws in
            for query in ["limit=0", "limit=201", "limit=", "cursor=", "limit=9999999999"] {
                let answer = await house.assembly.ask("GET", "/notes/api/notes?\(query)", headers: house.bearer)
                #expect(answer.status == 422, "\(query)")
            }
            let long = String(repeating: "长", count: 10_001)
            for body in [
                #"{"text":"\#(long)"}"#, #"{"text":"a","price":{"amount":"1.00","currency":"USD"}}"#,
                #"{"text":"a","price":{"amount":"1.000"}}"#, #"{"text":"a","lines":[{"name":"n","count":2147483648}]}"#,
            ] {
                let headers = house.bearer.merging(["Idempotency-Key": "k"]) { $1 }
                let answer = await house.assembly.ask("POST", "/notes/api/notes", headers: headers, body: body)
                #expect(answer.status == 422)
                #expect(try answer.json(as: ProblemBody.self).errors?.count == 1, "\(body.prefix(80))")
            }
            #expect(await house.write(String(long.dropLast()), key: "k").status == 201)
        }
    }
}
