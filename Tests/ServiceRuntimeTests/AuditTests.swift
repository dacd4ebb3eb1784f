import Foundation
import Kernel
import Postgres
import Testing

@testable import ServiceRuntime

@Suite struct AuditTests {
    private struct Entry: Decodable {
        struct Change: Decodable {
            let table: String
            let operation: String
            let before: [String: JSON]?
            let after: [String: JSON]?
        }
        let kind: String
        let actorName: String
        let action: String
        let document: String?
        let input: [String: JSON]?
        let address: String?
        let position: Int?
        let changes: [Change]
    }
    /// Any value of JSON, as text.
    private struct JSON: Decodable, Equatable, CustomStringConvertible {
        let description: String
        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            let number = try? container.decode(Double.self)
            description = (try? container.decode(String.self)) ?? number?.description ?? "more"
        }
    }
    private struct Entries: Decodable { let items: [Entry] }

    private static func administrator(_ house: NotesHouse) async throws -> [String: String] {
        let root = Person(id: UUID(), name: "Root", kind: .staff, roles: [.administrator])
        return ["Authorization": "Bearer \(try await house.assembly.token(for: root))"]
    }

    private static func entries(_ house: NotesHouse, _ query: String = "") async throws -> [Entry] {
        let answer = await house.assembly.ask(
            "GET", "/notes/ops/audit-entries?\(query)", headers: try await administrator(house))
        #expect(answer.status == 200, "\(answer.text)")
        return try answer.json(as: Entries.self).items
    }

    private static func seal(_ house: NotesHouse) async throws {
        try await house.assembly.context.database.execute("select rt_seal_audit()")
    }

    @Test func aCommandIsOnRecordWithWhatItChanged() async throws {
        try await NotesHouse.with { house async throws in
            let answer = await house.assembly.ask(
                "POST", "/notes/api/notes",
                headers: house.bearer.merging(["Idempotency-Key": "k"]) { $1 },
                body: #"{"text":"hello","accessToken":"mine","odd":{"a\u0000":1}}"#)
            let made = try answer.json(as: WrittenNote.self)
            let entry = try #require(try await Self.entries(house).first)
            #expect(entry.kind == "change")
            #expect(entry.actorName == "Anna")
            #expect(entry.action == "POST /notes/api/notes")
            #expect(entry.document == "/notes/api/notes/\(made.id)")
            #expect(entry.address == "unknown")
            #expect(entry.input?["text"]?.description == "hello")
            #expect(entry.input?["accessToken"]?.description == "•")
            // A field that nobody asked for may hold what PostgreSQL does not keep.
            #expect(entry.input?["odd"]?.description == "more")
            let change = try #require(entry.changes.first)
            #expect(entry.changes.count == 1)
            #expect(change.table == "note")
            #expect(change.operation == "insert")
            #expect(change.before == nil)
            #expect(change.after?["text"]?.description == "hello")
            // A secret column stays out.
            #expect(change.after?["author"] == nil)
        }
    }

    @Test func aRefusedOrRepeatedCommandAddsNothing() async throws {
        try await NotesHouse.with { house async throws in
            _ = await house.write("nonsense")
            _ = await house.write("once", key: "k")
            _ = await house.write("once", key: "k")
            #expect(try await Self.entries(house).count == 1)
        }
    }

    @Test func whoWantsWhatTheyMayNotIsOnRecord() async throws {
        try await NotesHouse.with { house async throws in
            #expect(await house.assembly.ask("GET", "/notes/api/secrets").status == 401)
            #expect(await house.assembly.ask("GET", "/notes/api/secrets", headers: house.bearer).status == 403)
            let refusals = try await Self.entries(house, "kind=refusal")
            #expect(refusals.map(\.action) == ["GET /notes/api/secrets"])
            #expect(refusals.map(\.actorName) == ["Anna"])
        }
    }

    @Test func theTrailIsSearched() async throws {
        try await NotesHouse.with { house async throws in
            let first = try (await house.write("one")).json(as: WrittenNote.self)
            _ = await house.write("two")
            #expect(try await Self.entries(house, "who=ann").count == 2)
            #expect(try await Self.entries(house, "who=bob").isEmpty)
            #expect(try await Self.entries(house, "document=\(first.id)").count == 1)
            #expect(try await Self.entries(house, "document=/notes/api/notes/\(first.id)").count == 1)
            #expect(try await Self.entries(house, "document=notes/\(first.id)").count == 1)
            #expect(try await Self.entries(house, "document=otes/\(first.id)").isEmpty)
            #expect(try await Self.entries(house, "document=%25").isEmpty)
            #expect(try await Self.entries(house, "from=\(BusinessDate.today)&to=\(BusinessDate.today)").count == 2)
            #expect(try await Self.entries(house, "from=\(BusinessDate.today.adding(days: 1))").isEmpty)
            #expect(try await Self.entries(house, "who=100%25").isEmpty)
        }
    }

    @Test func removalAndChangeOfAnEntryShow() async throws {
        try await NotesHouse.with { house async throws in
            let database = house.assembly.context.database
            for text in ["one", "two", "three"] { _ = await house.write(text) }
            try await Self.seal(house)
            let check = { () async throws -> String in
                await house.assembly.ask(
                    "GET", "/notes/ops/audit-check", headers: try await Self.administrator(house)
                ).text
            }
            #expect(try await check().contains(#""sealed":3"#))
            #expect(!(try await check().contains("fault")))
            await #expect(throws: PostgresError.self) { try await database.execute("delete from rt_audit") }
            await #expect(throws: PostgresError.self) {
                try await database.execute("update rt_audit set actor_name = 'Bob'")
            }
            // Whoever owns the tables can lift the guard; the chain still tells.
            try await database.execute("alter table rt_audit disable trigger rt_append_only")
            try await database.execute(
                """
                update rt_audit set actor_name = 'Bob'
                where entry_id = (select entry_id from rt_audit_seal where position = 2)
                """)
            #expect(try await check().contains("2: the entry is not what was sealed"))
            try await database.execute(
                "delete from rt_audit where entry_id = (select entry_id from rt_audit_seal where position = 1)")
            #expect(try await check().contains("1: the entry is missing"))
            // A portion begins where the one before ended.
            let rest = await house.assembly.ask(
                "GET", "/notes/ops/audit-check?after=2", headers: try await Self.administrator(house))
            #expect(rest.text.contains(#""checked":3"#) && !rest.text.contains("fault"))
        }
    }

    /// Nobody seals any more, or somebody slipped an entry in where sealing does not look.
    @Test func whatIsNotSealedShows() async throws {
        try await NotesHouse.with { house async throws in
            _ = await house.write("one")
            try await Self.seal(house)
            let check = { () async throws -> String in
                await house.assembly.ask(
                    "GET", "/notes/ops/audit-check", headers: try await Self.administrator(house)
                ).text
            }
            #expect(!(try await check().contains("fault")))
            try await house.assembly.context.database.execute(
                """
                insert into rt_audit (entry_id, at, kind, actor, actor_name, action, request_id, transaction_id)
                values (\(UUID.timeOrdered()), now() - interval '2 minutes', 'read', 'anyone', '', 'reads', 'r', 0)
                """)
            #expect(try await check().contains("entries wait longer than a minute to be sealed"))
        }
    }

    /// Entries that commit out of the order in which they were written, while the trail is sealed all the time.
    @Test func whatCommitsLateIsSealedToo() async throws {
        try await NotesHouse.with { house async throws in
            let database = house.assembly.context.database
            let slow = try await database.withConnection { connection async throws -> Int in
                try await connection.execute("begin")
                try await connection.execute(Self.entry("slow"))
                for text in ["one", "two", "three"] {
                    _ = await house.write(text)
                    try await Self.seal(house)
                }
                let before = try await database.one("select count(*) from rt_audit_seal", as: Int.self)
                try await connection.execute("commit")
                return before
            }
            #expect(slow == 3)
            try await Self.seal(house)
            try await Self.seal(house)
            let sealed: [String] = try await database.all(
                "select request_id from rt_audit_seal join rt_audit using (entry_id) order by position desc limit 1")
            #expect(sealed == ["slow"])
            #expect(try await database.one("select count(*) from rt_audit_seal", as: Int.self) == 4)
        }
    }

    /// Sealing looks at what is new alone: of a long trail it reads no more than of a short one.
    @Test func sealingDoesNotReadTheTrail() async throws {
        try await NotesHouse.with { house async throws in
            let database = house.assembly.context.database
            let written: Int64 = try await database.one(
                """
                with many as (insert into rt_audit (entry_id, kind, actor, actor_name, action, request_id)
                    select gen_random_uuid(), 'read', 'anyone', '', 'reads', 'r' from generate_series(1, 20000))
                select pg_current_xact_id()::text::bigint
                """)
            // As long as an older transaction is under way, somebody else's too, what came later may have to be looked at.
            let ended: SQL = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint > \(written)"
            let deadline = ContinuousClock.now + .seconds(120)
            while try await !database.one(ended, as: Bool.self) { try #require(ContinuousClock.now < deadline) }
            try await Self.seal(house)
            try await database.execute("analyze rt_audit, rt_audit_seal")
            try await database.execute("select brin_summarize_new_values('rt_audit_by_transaction')")
            try await database.execute(Self.entry("new"))
            // What this connection has read so far and not yet reported is in both figures.
            let read: SQL = """
                select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::bigint from pg_stat_xact_user_tables
                where relname in ('rt_audit', 'rt_audit_seal') and schemaname = current_schema()
                """
            let rows = try await database.transaction { tx async throws -> Int64 in
                let before = try await tx.one(read, as: Int64.self)
                _ = try await tx.query("select rt_seal_audit()")
                return try await tx.one(read, as: Int64.self) - before
            }
            #expect(rows < 2000, "\(rows) rows were read to seal one of 20,001")
        }
    }

    private static func entry(_ request: String) -> SQL {
        """
        insert into rt_audit (entry_id, kind, actor, actor_name, action, request_id)
        values (\(UUID.timeOrdered()), 'read', 'anyone', '', 'reads', \(request))
        """
    }

    @Test func theFileOpensInASpreadsheetAndHoldsNoFormula() async throws {
        try await NotesHouse.with { house async throws in
            let eve = Person(id: UUID(), name: "=cmd|' /C calc'!A0", kind: .staff, roles: [.sales])
            let token = try await house.assembly.token(for: eve)
            _ = await house.assembly.ask(
                "POST", "/notes/api/notes", headers: ["Authorization": "Bearer \(token)", "Idempotency-Key": "k"],
                body: #"{"text":"he said \"hi\""}"#)
            let file = await house.assembly.ask(
                "GET", "/notes/ops/audit.csv", headers: try await Self.administrator(house))
            #expect(file.header("content-disposition")?.hasPrefix("attachment; filename=\"audit-notes-") ?? false)
            #expect(file.text.contains("\"'=cmd|"))
            #expect(file.text.components(separatedBy: "\r\n").count == 3)
        }
    }

    @Test func theFileHoldsWhatThePageIsFilteredBy() async throws {
        try await NotesHouse.with { house async throws in
            _ = await house.write("hello")
            let administrator = try await Self.administrator(house)
            let page = await house.assembly.ask(
                "GET", "/notes/ops/audit?kind=&who=anna&from=&lang=en", headers: administrator)
            let link = try #require(page.text.firstMatch(of: /href="([^"]*audit\.csv[^"]*)"/)).1
            let file = await house.assembly.ask(
                "GET", link.replacingOccurrences(of: "&amp;", with: "&"), headers: administrator)
            #expect(file.status == 200 && file.text.contains("POST /notes/api/notes"))
            let other = await house.assembly.ask("GET", "/notes/ops/audit.csv?who=ben", headers: administrator)
            #expect(other.status == 200 && !other.text.contains("POST /notes/api/notes"))
        }
    }

    @Test func thePageShowsTheTrailToAdministratorsOnly() async throws {
        try await NotesHouse.with { house async throws in
            _ = await house.write("hello")
            let page = await house.assembly.ask(
                "GET", "/notes/ops/audit?kind=&who=&lang=en", headers: try await Self.administrator(house))
            #expect(page.status == 200)
            #expect(page.text.contains("POST /notes/api/notes"))
            #expect(page.text.contains("Audit trail"))
            #expect(await house.assembly.ask("GET", "/notes/ops/audit", headers: house.bearer).status == 403)
        }
    }
}
