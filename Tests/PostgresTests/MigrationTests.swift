import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct MigrationTests {
    private let first = Migration(
        number: 1, name: "customers", text: "create table customer (id int); insert into customer values (1);")
    private let second = Migration(number: 2, name: "names", text: "alter table customer add name text;")

    @Test func stepsAreAppliedOnceAndInOrder() async throws {
        try await withSchema { pool, schema in
            let old = try Migrations(set: "crm", [first])
            #expect(try await old.migrate(pool, schema: schema) == report([first], 0))
            #expect(try await old.migrate(pool, schema: schema) == report([], 1))
            let new = try Migrations(set: "crm", [second, first])
            await #expect(throws: PostgresError.self) { try await new.verify(pool, schema: schema) }
            #expect(try await new.migrate(pool, schema: schema) == report([second], 1))
            try await new.verify(pool, schema: schema)
            #expect(try await pool.one("select count(*) from customer where name is null", as: Int.self) == 1)
        }
    }

    @Test func setsAreApart() async throws {
        try await withSchema { pool, schema in
            try await Migrations(set: "crm", [first]).migrate(pool, schema: schema)
            let other = Migration(number: 1, name: "outbox", text: "create table outbox (id int)")
            #expect(try await Migrations(set: "messaging", [other]).migrate(pool, schema: schema) == report([other], 0))
        }
    }

    @Test func fourMayStartTogether() async throws {
        try await withSchema { pool, schema in
            let migrations = try Migrations(set: "crm", [first, second])
            let reports = try await withThrowingTaskGroup(of: MigrationReport.self) { group in
                for _ in 0..<4 { group.addTask { try await migrations.migrate(pool, schema: schema) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(reports.flatMap(\.applied).sorted() == [first.title, second.title])
            #expect(try await pool.one("select count(*) from customer", as: Int.self) == 1)
        }
    }

    @Test func anEditedStepIsRefused() async throws {
        try await withSchema { pool, schema in
            try await Migrations(set: "crm", [first]).migrate(pool, schema: schema)
            let edited = Migration(number: 1, name: "customers", text: first.text + " -- better")
            let refused = await error { try await Migrations(set: "crm", [edited]).migrate(pool, schema: schema) }
            #expect(refused?.description.contains("was edited") == true)
        }
    }

    @Test func aNewerSchemaIsRefused() async throws {
        try await withSchema { pool, schema in
            try await Migrations(set: "crm", [first, second]).migrate(pool, schema: schema)
            let old = try Migrations(set: "crm", [first])
            let refused = await error { try await old.migrate(pool, schema: schema) }
            #expect(refused?.description.contains("start a newer build") == true)
            await #expect(throws: PostgresError.self) { try await old.verify(pool, schema: schema) }
        }
    }

    @Test func aFailedStepLeavesNothing() async throws {
        try await withSchema { pool, schema in
            let broken = Migration(number: 2, name: "broken", text: "create table half (id int); select nonsense;")
            let failure = await error {
                try await Migrations(set: "crm", [first, broken]).migrate(pool, schema: schema)
            }
            #expect(failure?.sqlState == "42703")
            let isGone = try await pool.one("select to_regclass('half') is null", as: Bool.self)
            #expect(isGone)
            #expect(
                try await Migrations(set: "crm", [first, second]).migrate(pool, schema: schema) == report([second], 1))
        }
    }

    @Test func aStepThatCommitsIsRefused() async throws {
        try await withSchema { pool, schema in
            let committing = Migration(number: 1, name: "commits", text: "create table a (id int); commit; begin;")
            let failure = await error { try await Migrations(set: "crm", [committing]).migrate(pool, schema: schema) }
            guard case .migration = failure else { return #expect(Bool(false), "\(String(describing: failure))") }
        }
    }

    @Test func filesAreNumberedWithoutGaps() throws {
        #expect(throws: PostgresError.self) { try Migrations(set: "crm", [second]) }
        let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try second.text.write(to: directory.appending(path: "0002-names.sql"), atomically: true, encoding: .utf8)
        try first.text.write(to: directory.appending(path: "0001-customers.sql"), atomically: true, encoding: .utf8)
        #expect(
            try Migrations(set: "crm", directory: directory).steps.map(\.title) == ["0001-customers", "0002-names"])
        try "".write(to: directory.appending(path: "third.sql"), atomically: true, encoding: .utf8)
        #expect(throws: PostgresError.self) { try Migrations(set: "crm", directory: directory) }
    }

    private func report(_ applied: [Migration], _ alreadyThere: Int) -> MigrationReport {
        MigrationReport(applied: applied.map(\.title), alreadyThere: alreadyThere)
    }

    private func withSchema(_ body: (PostgresPool, String) async throws -> Void) async throws {
        try await TestDatabase.withSchema { pool in
            try await body(pool, try #require(pool.configuration.schema))
        }
    }
}
