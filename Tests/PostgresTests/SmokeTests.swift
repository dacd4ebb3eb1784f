import Foundation
import Postgres
import TestSupport
import Testing

@Test func smoke() async throws {
    try await TestDatabase.withSchema { pool in
        try await pool.execute(
            "create table t (id uuid primary key, customer_id int, body jsonb, at timestamptz, b bytea, names text[])")
        struct Row: Decodable, Sendable {
            let id: UUID; let customerID: Int?; let body: [String: Int]; let at: Date; let b: Data; let names: [String]
        }
        let id = UUID()
        let n = try await pool.transaction { tx in
            try await tx.execute(
                "insert into t values (\(id), \(5), \(try JSONB(["a": 1])), \(Date()), \([UInt8](0...255)), \(["a\"", "b\\"]))"
            )
        }
        #expect(n == 1)
        let row = try await pool.one("select * from t where id = any(\([id]))", as: Row.self)
        #expect(row.customerID == 5 && row.body == ["a": 1] && row.b == Data(0...255) && row.names == ["a\"", "b\\"])
        #expect(try await pool.one("select count(*) from t", as: Int.self) == 1)
    }
}
