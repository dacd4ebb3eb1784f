import CrashPoints

/// One run of a set's steps over a schema.
struct MigrationRun: Sendable {
    let migrations: Migrations
    let schema: String
    let table: String

    private struct Step: Decodable, Sendable {
        let number: Int
        let name: String
        let checksum: String
    }

    func run(on connection: PostgresConnection) async throws -> MigrationReport {
        try await prepare(connection)
        var report = MigrationReport()
        while let title = try await applyNext(connection, &report) { report.applied.append(title) }
        return report
    }

    /// How many steps the schema has, all of them ours and unedited.
    func verified(by executor: some PostgresExecutor) async throws -> Int {
        guard try await hasTable(executor) else { return 0 }
        let known = try await executor.all(
            "select number, name, checksum from \(tracking) where set = \(migrations.set) order by number",
            as: Step.self)
        let texts = migrations.steps.map(\.text)
        let checksums = try await executor.all(
            "select encode(sha256(convert_to(t, 'UTF8')), 'hex') from unnest(\(texts)::text[]) with ordinality u(t, n) order by n",
            as: String.self)
        for step in known {
            guard step.number <= checksums.count else { throw newer(step) }
            guard step.checksum == checksums[step.number - 1] else { throw edited(step) }
        }
        return known.count
    }

    private var tracking: SQL { "\(identifier: schema).\(identifier: table)" }

    private func hasTable(_ executor: some PostgresExecutor) async throws -> Bool {
        try await executor.one(
            "select exists (select from pg_tables where schemaname = \(schema) and tablename = \(table))", as: Bool.self
        )
    }

    private func lock(_ transaction: PostgresTransaction) async throws {
        try await transaction.execute("select pg_advisory_xact_lock(hashtextextended(\("migrations of " + schema), 0))")
    }

    private func prepare(_ connection: PostgresConnection) async throws {
        try await connection.transaction { transaction in
            try await lock(transaction)
            // Asked first: IF NOT EXISTS wants the right to create even where nothing is to be done.
            let hasSchema = try await transaction.one(
                "select exists (select from pg_namespace where nspname = \(schema))", as: Bool.self)
            if !hasSchema { try await transaction.execute("create schema \(identifier: schema)") }
            guard try await !hasTable(transaction) else { return }
            try await transaction.execute(
                """
                create table \(tracking) (
                    set text not null, number int not null, name text not null, checksum text not null,
                    applied_at timestamptz not null default now(), primary key (set, number))
                """)
        }
    }

    private func applyNext(_ connection: PostgresConnection, _ report: inout MigrationReport) async throws -> String? {
        let (count, title) = try await connection.transaction { transaction -> (Int, String?) in
            try await lock(transaction)
            let count = try await verified(by: transaction)
            guard count < migrations.steps.count else { return (count, nil) }
            let step = migrations.steps[count]
            try await apply(step, transaction)
            return (count, step.title)
        }
        if report.applied.isEmpty { report.alreadyThere = count }
        return title
    }

    private func apply(_ step: Migration, _ transaction: PostgresTransaction) async throws {
        let before = try await transaction.transactionID
        try await transaction.script(step.text)
        let after = try await transaction.one("select pg_current_xact_id()::text", as: String.self)
        guard before == after else {
            throw PostgresError.migration(
                "\(step.title) of set \(migrations.set) ends the transaction it runs in; take COMMIT and ROLLBACK out")
        }
        crashPoint(.migration)
        try await transaction.execute(
            """
            insert into \(tracking) (set, number, name, checksum)
            values (\(migrations.set), \(step.number), \(step.name), encode(sha256(convert_to(\(step.text), 'UTF8')), 'hex'))
            """)
    }

    private func newer(_ step: Step) -> PostgresError {
        .migration(
            "schema \(schema) has step \(step.number) (\(step.name)) of set \(migrations.set), which this build does not "
                + "know; start a newer build, this one is too old for the schema")
    }

    private func edited(_ step: Step) -> PostgresError {
        .migration(
            "step \(step.number) (\(step.name)) of set \(migrations.set) was edited after it was applied to schema "
                + "\(schema); restore its text and put the change into a new step")
    }
}
