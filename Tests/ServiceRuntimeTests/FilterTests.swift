import Postgres
import Testing

@testable import ServiceRuntime

@Suite("Conditions that lists have in common")
struct FilterTests {
    /// Ten thousand things with names, by an index of how they begin.
    private func named(_ house: NotesHouse, _ body: @Sendable (PostgresTransaction) async throws -> Void) async throws {
        try await house.assembly.context.database.transaction { tx in
            try await tx.execute("create temporary table thing (name text) on commit drop")
            try await tx.execute("insert into thing select 'Thing ' || n from generate_series(1, 10000) n")
            try await tx.execute("insert into thing values ('50% off'), ('a_b'), ('ab'), ('张三'), ('张三丰'), ('李四')")
            try await tx.execute("create index thing_begins on thing (lower(name) text_pattern_ops)")
            try await tx.execute("analyze thing")
            try await body(tx)
        }
    }

    @Test(arguments: [
        ("THING 999", ["Thing 999", "Thing 9990", "Thing 9991"]), ("50%", ["50% off"]), ("a_", ["a_b"]), ("%", []),
        ("张三", ["张三", "张三丰"]), ("thing 10000", ["Thing 10000"]), ("z", []),
    ])
    func whatBeginsSoIsFoundAndNothingElse(text: String, found: [String]) async throws {
        try await NotesHouse.with { house async throws in
            try await named(house) { tx in
                let names: [String] = try await tx.all(
                    "select name from thing where \(SQL.begins(text, "name")) order by length(name), name limit 3")
                #expect(names == found)
            }
        }
    }

    /// Statements are planned once for all values, as the services have it.
    @Test func aBeginningIsFoundByTheIndexWhateverItIs() async throws {
        try await NotesHouse.with { house async throws in
            try await named(house) { tx in
                let query = "select from thing where \(SQL.begins("thing 999", "name"))" as SQL
                try await tx.execute(SQL(unsafe: "prepare by_name as \(query.text)"))
                let plan: [String] = try await tx.all("explain execute by_name('thing 999', 'thing 999z')")
                try await tx.execute("deallocate by_name")
                #expect(plan.joined(separator: "\n").contains("Index Cond"))
            }
        }
    }
}
