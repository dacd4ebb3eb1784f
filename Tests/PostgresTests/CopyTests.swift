import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct CopyTests {
    @Test func rowsArriveAsTheyWere() async throws {
        try await TestDatabase.withSchema { pool in
            try await pool.execute("create table t (n int, text text, bytes bytea, tags text[])")
            var generator = SeededGenerator(seed: 14)
            let texts = (0..<5000).map { _ in Bool.random(using: &generator) ? generator.text() : nil }
            let rows: [[any PostgresEncodable]] = texts.enumerated().map { index, text in
                [index, text, [UInt8(index % 256)], [text]]
            }
            try await pool.withConnection { connection in
                let copied = try await connection.copy(into: "t", columns: ["n", "text", "bytes", "tags"], rows: rows)
                #expect(copied == 5000)
            }
            #expect(try await pool.all("select text from t order by n", as: String?.self) == texts)
            #expect(try await pool.all("select tags[1] from t order by n", as: String?.self) == texts)
            #expect(try await pool.one("select bytes from t where n = 255", as: Data.self) == Data([255]))
        }
    }

    @Test func aBadRowLeavesNothingAndTheConnectionGoesOn() async throws {
        try await TestDatabase.withSchema { pool in
            try await pool.execute("create table t (n int check (n < 10))")
            try await pool.withConnection { connection in
                let refused = await error { try await connection.copy(into: "t", columns: ["n"], rows: [[1], [11]]) }
                #expect(refused?.isCheckViolation(of: "t_n_check") == true)
                let unsendable = await error {
                    try await connection.copy(into: "t", columns: ["n"], rows: [[1], ["\0"]])
                }
                guard case .encoding = unsendable else {
                    return #expect(Bool(false), "\(String(describing: unsendable))")
                }
                let missing = await error { try await connection.copy(into: "nowhere", columns: ["n"], rows: [[1]]) }
                #expect(missing?.sqlState == "42P01")
                let asQuery = await error { try await connection.execute("copy t from stdin") }
                guard case .misuse = asQuery else { return #expect(Bool(false), "\(String(describing: asQuery))") }
                let left = try await connection.one("select count(*) from t", as: Int.self)
                #expect(left == 0)
            }
        }
    }

    @Test func copyInATransactionFollowsIt() async throws {
        try await TestDatabase.withSchema { pool in
            try await pool.execute("create table t (n int)")
            struct Changed: Error {}
            await #expect(throws: Changed.self) {
                try await pool.transaction { transaction in
                    try await transaction.copy(into: "t", columns: ["n"], rows: [[1]])
                    throw Changed()
                }
            }
            #expect(try await pool.one("select count(*) from t", as: Int.self) == 0)
        }
    }
}
