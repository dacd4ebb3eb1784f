import Foundation
import Postgres
import Synchronization
import Testing

@testable import ServiceRuntime

@Suite("Fields that refer to something among many")
struct LookupTests {
    /// A form as a browser without script sends it.
    private func send(_ house: NotesHouse, _ fields: [String: String]) async -> InProcessAnswer {
        let body = fields.map { "\($0.key)=\(urlEncoded($0.value))" }.joined(separator: "&")
        return await house.assembly.ask(
            "POST", "/notes/api/remarks",
            headers: [
                "Cookie": "qiao_session=\(house.token); qiao_language=en", "Accept": "text/html", "Host": "qiao.test",
                "Origin": "http://qiao.test", "Content-Type": "application/x-www-form-urlencoded",
            ], body: body)
    }

    private func find(_ house: NotesHouse, _ text: String) async throws -> LookupFound {
        let answer = await house.assembly.ask(
            "GET", "/notes/api/lookups/notes?q=\(urlEncoded(text))",
            headers: ["Cookie": "qiao_session=\(house.token)", "Host": "qiao.test"])
        return try answer.json(as: LookupFound.self)
    }

    @Test func theNearestAreFoundFirst() async throws {
        try await NotesHouse.with { house async throws in
            for text in ["a red pen", "Pen case", "pen", "50% off", "cup"] { _ = await house.write(text) }
            #expect(try await find(house, "PEN").entries.map(\.name) == ["pen", "Pen case", "a red pen"])
            #expect(try await find(house, "%").entries.map(\.name) == ["50% off"])
            #expect(try await find(house, "").entries.count == 5)
            for _ in 0..<20 { _ = await house.write("many") }
            let many = try await find(house, "many")
            #expect(!many.more && many.entries.count == 20)
            _ = await house.write("many")
            #expect(try await find(house, "many").more)
        }
    }

    @Test func aFormUnderstandsNumberNameAndBoth() async throws {
        try await NotesHouse.with { house async throws in
            let pen = try await house.write("pen").json(as: WrittenNote.self)
            _ = await house.write("pen case")
            for typed in [pen.number, pen.number.lowercased(), "Pen", "\(pen.number) · its old name", "\(pen.id)"] {
                let sent = await send(house, ["noteID": typed])
                #expect(sent.header("location") == "/notes/\(pen.id)/nobody", "\(typed): \(sent.text)")
            }
            let several = await send(house, ["noteID": "pen case", "numbers[0]": "pen", "numbers[3]": "case"])
            #expect(several.header("location")?.contains("\(pen.number)%2B") == true)
        }
    }

    @Test func whatMeansNothingOrSeveralIsRefusedAtItsField() async throws {
        try await NotesHouse.with { house async throws in
            for text in ["red pen", "blue pen"] { _ = await house.write(text) }
            let nothing = await send(house, ["noteID": "zzz"])
            #expect(nothing.status == 422)
            #expect(nothing.text.contains("nothing fits “zzz”: enter a part of the number or of the name"))
            let several = await send(house, ["noteID": "pen"])
            #expect(several.status == 422)
            #expect(several.text.contains("several fit “pen”"))
            #expect(several.text.contains("· blue pen") && several.text.contains("· red pen"))
        }
    }

    /// Ten fields of a form that mean something are looked up at once.
    @Test func allFieldsOfAFormAreLookedUpAtOnce() async throws {
        try await NotesHouse.with { house async throws in
            let asked = Mutex(0)
            let lookup = Lookup(fields: ["noteID": .id]) { query, call in
                asked.withLock { $0 += 1 }
                let rows = try await call.database.all(
                    """
                    select number || '|' || text from note where \(query.fits("number", "text"))
                    order by \(query.nearest("number", "text")) limit \(query.rowLimit)
                    """, as: String.self)
                return rows.map { row in
                    let parts = row.split(separator: "|").map(String.init)
                    return LookupEntry(id: parts[0], number: parts[0], name: parts[1])
                }
            }
            let request = ReceivedRequest(
                id: "test", method: "GET", path: "/", query: "", headers: [:], body: Data(), idempotencyKey: nil)
            let call = Call(person: nil, language: .en, service: house.assembly.context, request: request)
            var texts: [String] = []
            for name in ["anvil", "basket", "candle", "drum", "easel"] {
                let note = try await house.write(name).json(as: WrittenNote.self)
                texts += [name, "\(note.number) · \(name)"]
            }
            let meanings = try await TypedText.meanings(of: texts, lookup, call)
            for text in texts {
                guard case .one(let entry) = meanings[text] else {
                    Issue.record("\(text) means nothing")
                    continue
                }
                #expect(text.contains(entry.name))
            }
            #expect(asked.withLock(\.self) == 1)

            // What fits many leaves no room for the others: they are found all the same.
            for _ in 0..<60 { _ = await house.write("zebra") }
            _ = await house.write("zz top")
            let crowded = try await TypedText.meanings(of: ["zebra", "zz top"], lookup, call)
            guard case .one(let entry) = crowded["zz top"] else {
                Issue.record("zz top means nothing")
                return
            }
            #expect(entry.name == "zz top")
        }
    }

    /// A program names things by their ids.
    @Test func programsAreNotGuessedAt() async throws {
        try await NotesHouse.with { house async throws in
            let pen = try await house.write("pen").json(as: WrittenNote.self)
            let sent = await house.assembly.ask(
                "POST", "/notes/api/remarks", headers: ["Host": "qiao.test", "Content-Type": "application/json"],
                body: "{\"noteID\": \"\(pen.number)\"}")
            #expect(sent.status == 422)
        }
    }

    @Test func nobodyFindsByAFormWhatTheyMayNotLookUp() async throws {
        try await NotesHouse.with { house async throws in
            _ = await house.write("pen")
            let sent = await house.assembly.ask(
                "POST", "/notes/api/remarks",
                headers: [
                    "Host": "qiao.test", "Origin": "http://qiao.test",
                    "Content-Type": "application/x-www-form-urlencoded",
                ], body: "noteID=pen")
            #expect(sent.status == 401 || sent.header("location")?.contains("sign-in") == true)
        }
    }
}
