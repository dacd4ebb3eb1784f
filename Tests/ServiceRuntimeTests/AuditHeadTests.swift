import EventContracts
import Foundation
import Kernel
import Postgres
import Testing

@testable import Messaging
@testable import ServiceRuntime

/// What is kept elsewhere of an audit trail.
@Suite struct AuditHeadTests {
    private struct Told: Decodable { let position: Int, hash: String }

    private func write(_ text: String, _ house: NotesHouse) async throws {
        let answer = await house.assembly.ask(
            "POST", "/notes/api/notes", headers: house.bearer.merging(["Idempotency-Key": text]) { $1 },
            body: #"{"text":"\#(text)"}"#)
        #expect(answer.status == 201)
        try await house.assembly.context.database.execute("select rt_seal_audit()")
    }

    private func told(_ house: NotesHouse) async throws -> [Told] {
        let bodies: [String] = try await house.assembly.context.database.all(
            "select body from msg_event where type = 'notes.audit-trail.sealed' order by sequence")
        return try bodies.map { try WireJSON.decode(Told.self, from: Data($0.utf8)) }
    }

    @Test func itIsToldOnceAMinuteAndOnlyWhenThereIsNews() async throws {
        try await NotesHouse.with { house async throws in
            let context = house.assembly.context
            let telling = AuditTelling(context: context, definition: house.assembly.definition)
            #expect(await telling.tell() == nil)
            #expect(try await told(house).isEmpty, "nothing is sealed")
            try await write("one", house)
            for _ in 0..<2 { #expect(await telling.tell() == nil) }
            #expect(try await told(house).map(\.position) == [1])
            try await write("two", house)
            try await write("three", house)
            let wait = try #require(await telling.tell())
            #expect(wait > 50 && wait <= 60)
            try await context.database.execute("update rt_audit_told set told_at = told_at - interval '1 minute'")
            // Two processes at once tell it once.
            async let other = telling.tell()
            #expect(await [telling.tell(), other] == [nil, nil])
            #expect(try await told(house).map(\.position) == [1, 3])
        }
    }

    @Test func aTrailThatIsRewrittenWholeDiffersFromWhatIsKept() async throws {
        try await NotesHouse.with { house async throws in
            let context = house.assembly.context
            for text in ["one", "two"] { try await write(text, house) }
            _ = await AuditTelling(context: context, definition: house.assembly.definition).tell()
            let kept = try #require(try await told(house).last)
            let root = Person(id: UUID(), name: "Root", kind: .staff, roles: [.administrator])
            let headers = ["Authorization": "Bearer \(try await house.assembly.token(for: root))"]
            func ask<T: Decodable>(_ path: String, as type: T.Type) async throws -> T {
                try await house.assembly.ask("GET", path, headers: headers).json(as: type)
            }
            struct Check: Decodable { let fault: String? }
            struct Seals: Decodable { let heads: [Told] }
            #expect(
                try await ask("/notes/ops/audit-seals?positions=2,9", as: Seals.self).heads.map(\.hash) == [kept.hash])
            try await context.database.transaction { tx in
                try await tx.execute("set local session_replication_role = replica")
                try await tx.execute("update rt_audit set actor_name = 'Nobody'")
                try await tx.execute("delete from rt_audit_seal")
                try await tx.execute("select rt_seal_audit()")
            }
            #expect(try await ask("/notes/ops/audit-check", as: Check.self).fault == nil, "the chain itself is whole")
            let now = try await ask("/notes/ops/audit-seals?positions=2", as: Seals.self).heads
            #expect(now.map(\.position) == [2] && now.map(\.hash) != [kept.hash])
        }
    }

    @Test func whatIsKeptIsOnlyAddedTo() async throws {
        try await NotesHouse.with { house async throws in
            let context = house.assembly.context
            let keep = auditHeads(of: Notes.self)
            #expect(keep.name?.type == "notes.audit-trail.sealed")
            try await context.database.execute("insert into rt_audit_head values ('crm', 1, 'a'), ('crm', 1, 'b')")
            await #expect(throws: PostgresError.self) {
                try await context.database.execute("update rt_audit_head set hash = 'b'")
            }
            await #expect(throws: PostgresError.self) {
                try await context.database.execute("delete from rt_audit_head")
            }
        }
    }
}
