import Bench
import Foundation
import Postgres

/// Leads by the hundred thousand, straight in CRM's tables: nobody is told of them.
struct LeadGround: Sendable {
    let database: PostgresConnection
    private static let mark = "MEASURED-"

    init(_ databaseURL: String) throws {
        database = PostgresConnection(
            try PostgresConfiguration(
                url: databaseURL, schema: "crm", applicationName: "bench-pages", statementTimeout: .seconds(300)))
    }

    /// - Parameter owner: a member of staff.
    func fill(_ rows: Int, owner: String) async throws {
        try await remove()
        guard let owner = UUID(uuidString: owner) else { throw Unexpected("\(owner) is no id") }
        try await quietly(
            """
            insert into lead
                (lead_id, number, name, company, phone, email, source, state, owner_id, chain, created_at)
            select gen_random_uuid(), \(Self.mark)::text || n, 'Person ' || n, 'Company ' || n % 5000, '1380000' || n,
                'p' || n || '@example.com', (array['card', 'web', 'referral'])[1 + n % 3],
                (array['new', 'contacted', 'qualified'])[1 + n % 3], \(owner), gen_random_uuid(),
                now() - n * interval '1 minute'
            from generate_series(1, \(rows)) n
            """)
    }

    func remove() async throws {
        try await quietly("delete from lead where number like \(Self.mark)::text || '%'")
    }

    /// Without triggers: what a measurement writes is in no audit trail.
    private func quietly(_ statement: SQL) async throws {
        try await database.script("set session_replication_role = replica")
        try await database.execute(statement)
        try await database.script("set session_replication_role = origin")
        try await database.script("vacuum analyze lead")
    }

    func anyLead() async throws -> String {
        let id: UUID = try await database.one(
            "select lead_id from lead where number = \(Self.mark)::text || '77'")
        return id.uuidString.lowercased()
    }

    /// What only one of the leads has in its name.
    func rarePart(of rows: Int) -> String { "\(rows - 1)" }
}

/// What a page asks the database, asked by this command.
struct RepeatedStatements: Sendable {
    private let database: PostgresConnection
    private let calls: [String]

    /// Prepares the statements, as services do.
    init(_ statements: [LoggedStatement], _ ground: LeadGround) async throws {
        database = ground.database
        try await database.script("deallocate all")
        var calls: [String] = []
        // What a page notes down is no reading; it stays out.
        for (index, statement) in statements.filter(\.isReading).enumerated() {
            try await database.script("prepare measured\(index) as \(statement.text)")
            calls.append("execute measured\(index)" + (statement.values.isEmpty ? "" : "(\(statement.values))"))
        }
        self.calls = calls
    }

    /// The mean time of all of them, one after the other.
    func milliseconds(times: Int) async throws -> Double {
        let began = ContinuousClock.now
        for _ in 1...times { for call in calls { try await database.script(call) } }
        return (ContinuousClock.now - began).inSeconds * 1000 / Double(times)
    }
}
