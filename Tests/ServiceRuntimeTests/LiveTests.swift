import Foundation
import FoundationNetworking
import Kernel
import Postgres
import Testing

@testable import Messaging
@testable import ServiceRuntime

@Suite("Pages that say when they have changed")
struct LiveTests {
    private struct Followed {
        let house: NotesHouse
        let note: String
        let joe: Person
        let token: String

        var page: String { "/notes/notes/\(note)" }
        var live: String { "/notes/api/live?of=\(page)" }
        var bearer: [String: String] { ["Authorization": "Bearer \(token)"] }

        init(_ house: NotesHouse) async throws {
            self.house = house
            note = try await house.write("first").json(as: WrittenNote.self).id.description
            joe = Person(id: UUID(), name: "Joe", kind: .staff, roles: [.sales], sessionID: UUID())
            token = try await house.assembly.token(for: joe)
        }

        func change(to text: String) async {
            let headers = house.bearer.merging(["If-Match": "*", "Idempotency-Key": UUID().uuidString]) { $1 }
            let answer = await house.assembly.ask(
                "PUT", "/notes/api/notes/\(note)", headers: headers, body: #"{"text":"\#(text)"}"#)
            #expect(answer.status == 200)
        }

        /// The revision that a page says it has.
        func seen() async throws -> String {
            let page = await house.assembly.ask("GET", page, headers: bearer.merging(["Accept": "text/html"]) { $1 })
            return String(try #require(page.text.firstMatch(of: /data-seen="([^"]+)"/)).output.1)
        }
    }

    /// Waits for a condition, with the test's own limit as the deadline.
    private func until(_ holds: () -> Bool) async throws {
        while !holds() { try await Task.sleep(for: .milliseconds(5)) }
    }

    private func first(_ texts: AsyncStream<String>, holding word: String) async -> String? {
        for await text in texts where text.contains(word) { return text }
        return nil
    }

    @Test(.timeLimit(.minutes(1))) func whoHasADocumentOpenIsToldWhoChangedIt() async throws {
        try await NotesHouse.with { house async throws in
            let followed = try await Followed(house)
            let seen = try await followed.seen()
            let (answer, texts) = await house.assembly.follow(
                "\(followed.live)&seen=\(seen)", headers: followed.bearer)
            #expect(answer.status == 200 && answer.header("content-type")?.hasPrefix("text/event-stream") == true)
            #expect(answer.header("x-accel-buffering") == "no")
            await followed.change(to: "second")
            let told = try #require(await first(texts, holding: "event: changed"))
            #expect(told.contains(#""what":"second""#) && told.contains(#""who":"Ben""#))
            #expect(told.contains("id: \(try await followed.seen())"))
        }
    }

    @Test(.timeLimit(.minutes(1))) func whatChangedWhileNobodyHeardIsToldOnReturn() async throws {
        try await NotesHouse.with { house async throws in
            let followed = try await Followed(house)
            let seen = try await followed.seen()
            await followed.change(to: "second")
            let again = followed.bearer.merging(["Last-Event-ID": seen]) { $1 }
            let (_, texts) = await house.assembly.follow(followed.live, headers: again)
            #expect(await first(texts, holding: "event: changed")?.contains("second") == true)
            // Who has heard of that is told of what comes next, and of nothing before.
            let known = followed.bearer.merging(["Last-Event-ID": try await followed.seen()]) { $1 }
            let (_, more) = await house.assembly.follow(followed.live, headers: known)
            await followed.change(to: "third")
            #expect(await first(more, holding: "event: changed")?.contains("third") == true)
        }
    }

    @Test(.timeLimit(.minutes(1))) func nobodyLearnsOfWhatTheyMayNotSee() async throws {
        try await NotesHouse.with { house async throws in
            let followed = try await Followed(house)
            let (_, texts) = await house.assembly.follow(followed.live, headers: followed.bearer)
            await followed.change(to: "secret plan")
            let told = try #require(await first(texts, holding: "event: "))
            #expect(told.contains("event: gone"), "\(told)")
            #expect(!told.contains("plan"))
            #expect(await house.assembly.follow(followed.live, headers: followed.bearer).0.status == 404)
            #expect(await house.assembly.follow(followed.live, headers: [:]).0.status == 401)
            // Only pages and what is meant to be followed.
            for other in ["/notes/api/notes", "/notes/api/secrets", "https://example.com/", "/nothing"] {
                let answer = await house.assembly.follow("/notes/api/live?of=\(other)", headers: followed.bearer).0
                #expect(answer.status == 404 || answer.status == 403, "\(other)")
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func aSessionThatIsTakenBackHearsNothingMore() async throws {
        try await NotesHouse.with { house async throws in
            let followed = try await Followed(house)
            let context = house.assembly.context
            let news = Task { await SessionNewsService(context: context).run() }
            defer { news.cancel() }
            let (_, texts) = await house.assembly.follow(followed.live, headers: followed.bearer)
            try await context.transaction { tx in
                try await Revocation(
                    service: "oa", subject: followed.joe.id, issuedBefore: Date(timeIntervalSinceNow: 5)
                )
                .store(tx)
            }
            for await text in texts { #expect(!text.contains("event:")) }
            #expect(context.livePlaces.count == 0)
            #expect(await house.assembly.follow(followed.live, headers: followed.bearer).0.status == 401)
        }
    }

    @Test(.timeLimit(.minutes(1))) func aPersonFollowsNoMorePagesThanTheyCanLookAt() async throws {
        try await NotesHouse.with { house async throws in
            let followed = try await Followed(house)
            var streams: [AsyncStream<String>] = []
            for _ in 0..<12 {
                let (answer, texts) = await house.assembly.follow(followed.live, headers: followed.bearer)
                #expect(answer.status == 200)
                streams.append(texts)
            }
            let late = await house.assembly.follow(followed.live, headers: followed.bearer).0
            #expect(late.status == 429 && late.header("retry-after") != nil)
            // Others have places of their own, and who does not stream may ask.
            #expect(await house.assembly.follow(followed.live, headers: house.bearer).0.status == 200)
            #expect(await house.assembly.ask("GET", followed.live, headers: followed.bearer).status == 200)
        }
    }

    /// A browser that goes on to another page gives its place back at once, not at the next sign of life.
    @Test(.timeLimit(.minutes(1))) func whoGoesAwayGivesTheirPlaceBack() async throws {
        try await NotesHouse.with({ $0.httpPort = 0 }) { house async throws in
            let followed = try await Followed(house)
            let places = house.assembly.context.livePlaces
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            let serving = Task { try await house.assembly.serve { port.yield($0) } }
            defer { serving.cancel() }
            let opened = try #require(await ports.first { _ in true })
            var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(opened)\(followed.live)")))
            for (name, value) in followed.bearer { request.setValue(value, forHTTPHeaderField: name) }
            request.setValue("text/event-stream", forHTTPHeaderField: "Accept")
            for _ in 0..<20 {
                let asking = URLSession.shared.dataTask(with: request)
                asking.resume()
                try await until { places.count == 1 }
                asking.cancel()
                try await until { places.count == 0 }
            }
        }
    }

    @Test func whoCannotStreamAsks() async throws {
        try await NotesHouse.with { house async throws in
            let followed = try await Followed(house)
            func ask() async throws -> LiveDoor.Standing {
                try await house.assembly.ask("GET", followed.live, headers: followed.bearer).json()
            }
            let before = try await ask()
            #expect(try await ask().revision == before.revision)
            await followed.change(to: "second")
            let after = try await ask()
            #expect(after.revision != before.revision && after.told.contains("second"))
        }
    }

    /// Looking for changes is no reading: only who was shown the note is on record.
    @Test func aLookIsNotOnRecord() async throws {
        try await NotesHouse.with { house async throws in
            let followed = try await Followed(house)
            _ = try await followed.seen()
            _ = await house.assembly.ask("GET", followed.live, headers: followed.bearer)
            let reads = try await house.assembly.context.database.one(
                "select count(*) from rt_audit where kind = 'read'", as: Int.self)
            #expect(reads == 1)
        }
    }

    @Test func whatWasTouchedTravelsBetweenReplicas() {
        let touched = Changes.Touched(ids: [UUID(), UUID()], types: ["crm.lead"])
        #expect(Changes.Touched(text: touched.asText) == touched)
        let many = Changes.Touched(ids: Set((0..<300).map { _ in UUID() }), types: [])
        #expect(Changes.Touched(text: many.asText) == .everything && Changes.Touched(text: "") == .everything)
    }
}
