import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct ErrorTests {
    @Test func aUniqueViolationCarriesItsFields() async throws {
        try await TestDatabase.withSchema { pool in
            try await pool.execute("create table customer (email text constraint one_account unique)")
            try await pool.execute("insert into customer values ('li@example.com')")
            let refused = await error { try await pool.execute("insert into customer values ('li@example.com')") }
            guard case .server(let report) = refused else {
                return #expect(Bool(false), "\(String(describing: refused))")
            }
            #expect(report.sqlState == "23505")
            #expect(report.constraint == "one_account")
            #expect(report.table == "customer")
            #expect(report.detail?.contains("li@example.com") == true)
            #expect(refused?.isUniqueViolation(of: "one_account") == true)
            #expect(refused?.isUniqueViolation(of: "another") == false)
            #expect(refused?.description.contains("li@example.com") == false, "logs hold no personal data")
            #expect(refused?.canRetry == false)
        }
    }

    @Test func aMissingValueNamesItsColumn() async throws {
        try await TestDatabase.withSchema { pool in
            try await pool.execute("create table t (name text not null)")
            let refused = await error { try await pool.execute("insert into t values (\(String?.none))") }
            guard case .server(let report) = refused else {
                return #expect(Bool(false), "\(String(describing: refused))")
            }
            #expect(report.column == "name")
        }
    }

    @Test func aValueThatIsNoSuchThingIsNotQuoted() async throws {
        let connection = PostgresConnection(try TestDatabase.configuration())
        let refused = await error { try await connection.execute("select \("secret")::uuid") }
        #expect(refused?.sqlState == "22P02")
        #expect(refused?.description.hasPrefix("invalid input syntax for type uuid [22P02]; ") == true)
    }

    @Test func aLockHeldTooLongIsSaid() async throws {
        try await TestDatabase.withSchema { pool in
            try await pool.execute("create table t (n int)")
            try await pool.transaction { holder in
                try await holder.execute("lock table t")
                let refused = await error {
                    try await pool.transaction { waiter in
                        try await waiter.pipeline(["set local lock_timeout = '20ms'", "select * from t"])
                    }
                }
                #expect(refused?.sqlState == "55P03")
            }
        }
    }

    @Test func aBrokenURLIsAConfigurationError() {
        #expect(throws: PostgresError.self) { try PostgresConfiguration(url: "postgres://a:secret@b:c:d/%zz") }
    }
}
