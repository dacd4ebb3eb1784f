import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct TypeTests {
    private let connection: PostgresConnection

    init() throws {
        connection = PostgresConnection(try TestDatabase.configuration())
    }

    private func roundTrip<T: PostgresCodable & Decodable & Equatable>(_ value: T, _ type: String) async throws {
        let back = try await connection.one("select \(value)::\(unsafe: type)", as: T.self)
        #expect(back == value, "\(type)")
    }

    @Test func scalarsComeBackAsTheyWent() async throws {
        for number in [Int.min, -1, 0, 7, Int.max] { try await roundTrip(number, "int8") }
        for number in [Int32.min, 0, Int32.max] { try await roundTrip(number, "int4") }
        for number in [Int16.min, 0, Int16.max] { try await roundTrip(number, "int2") }
        for number in [Int64.min, Int64.max] { try await roundTrip(number, "int8") }
        for number in [0.1, -1.5e300, Double.infinity, -.infinity, Double.leastNonzeroMagnitude] {
            try await roundTrip(number, "float8")
        }
        try await roundTrip(true, "boolean")
        try await roundTrip(false, "boolean")
        try await roundTrip(UUID(), "uuid")
        try await roundTrip(String?.none, "text")
        try await roundTrip(Optional(UUID()), "uuid")
    }

    @Test func decimalsAreExact() async throws {
        for text in ["0", "-0.01", "12345678901234567890.123456", "99999999999999999999999999999999999999"] {
            try await roundTrip(try #require(Decimal(string: text)), "numeric")
        }
        for text in ["1.50", "-0.000", "0.00000000000000000000000000000000000001", "1.0000000000000000000000000000"] {
            let decimal = try await connection.one("select \(text)::numeric", as: Decimal.self)
            #expect(decimal == Decimal(string: text))
        }
    }

    @Test func aNumericThatADecimalCannotHoldIsRefusedNotRounded() async throws {
        for text in ["123456789012345678901234567890123456789", "NaN", "Infinity", "1e-130", "1e-400", "1e400"] {
            await #expect(throws: PostgresError.self, "\(text)") {
                try await connection.one("select \(text)::numeric", as: Decimal.self)
            }
        }
        for text in ["12abc", "1e5", "1.", ".5", "-", "--1", "1.2.3", " 1", "+1", ""] {
            #expect(throws: PostgresMismatch.self, "\(text)") { try Decimal(postgresText: text) }
        }
    }

    @Test func pointsInTimeKeepMicroseconds() async throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            // From the year 1750 to 2250: further from 2001 a Date itself has no microseconds.
            let microseconds = Int.random(in: -6_942_585_600_000_000...8_835_609_600_000_000, using: &generator)
            let text = try await connection.one(
                "select (to_timestamp(0) + \(microseconds) * interval '1 microsecond')::text", as: String.self)
            let date = try await connection.one("select \(text)::timestamptz", as: Date.self)
            #expect(try await connection.one("select \(date)::timestamptz::text", as: String.self) == text)
        }
    }

    @Test func datesAndTimestampsReadAsUTC() async throws {
        let midnight = try await connection.one("select date '2026-11-24'", as: Date.self)
        #expect(midnight.timeIntervalSince1970 == 1_795_478_400)
        let noon = try await connection.one("select timestamp '2026-11-24 12:00:00.5'", as: Date.self)
        #expect(noon.timeIntervalSince1970 == 1_795_521_600.5)
        let ancient = try await connection.one("select '0044-03-15 12:00:00+00 BC'::timestamptz", as: Date.self)
        #expect(
            try await connection.one("select \(ancient)::timestamptz::text", as: String.self)
                == "0044-03-15 12:00:00+00 BC")
    }

    @Test func theEndsOfTimeAreReadAndWritten() async throws {
        for text in ["infinity", "-infinity", "4714-11-24 00:00:00+00 BC", "294276-12-31 23:59:59+00"] {
            let date = try await connection.one("select \(text)::timestamptz", as: Date.self)
            #expect(try await connection.one("select \(date)::timestamptz::text", as: String.self) == text)
        }
        let last = try await connection.one("select '5874897-12-31'::date", as: Date.self)
        #expect(try await connection.one("select \(last)::text", as: String.self).hasPrefix("5874897-12-31 "))
        #expect(Date(timeIntervalSince1970: -.infinity).postgresText == "-infinity")
        for seconds in [Double.nan, 1e300, -1e15] {
            let date = Date(timeIntervalSince1970: seconds)
            let refused = await error { try await connection.execute("select \(date)::timestamptz") }
            #expect(refused?.sqlState == "22007")
        }
        #expect(throws: EncodingError.self) { try JSONB([Date(timeIntervalSince1970: .infinity)]) }
    }

    @Test func textThatIsNoPointInTimeIsRefused() throws {
        for text in [
            "", "2026", "2026-13-01", "2026-02-30", "2026-11-24 25:00:00", "2026-11-24 12:60:00", "2026-11-24 BC 1",
            "2026-11-24 12:00:00+00x", "99999999-01-01", "2026-11-24 12:00:00+99",
        ] {
            #expect(throws: PostgresMismatch.self, "\(text)") { try Date(postgresText: text) }
        }
    }

    @Test func anyTextComesBack() async throws {
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<200 { try await roundTrip(generator.text(), "text") }
    }

    @Test func anyArrayComesBack() async throws {
        var generator = SeededGenerator(seed: 13)
        for _ in 0..<200 {
            let texts = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
                Bool.random(using: &generator) ? generator.text() : nil
            }
            try await roundTrip(texts, "text[]")
        }
        try await roundTrip([1, 2, 3], "int8[]")
        try await roundTrip([UUID(), UUID()], "uuid[]")
        try await roundTrip([true, false], "boolean[]")
        try await roundTrip([Int?.none, 4], "int4[]")
        try await roundTrip([[UInt8]](repeating: [0, 255], count: 2), "bytea[]")
        #expect(try await connection.one("select '[0:1]={7,8}'::int[]", as: [Int].self) == [7, 8])
        for text in ["{1}2", "{1", "1", "{{1},{2}}", "[0:1]", "{\"a"] {
            #expect(throws: PostgresMismatch.self, "\(text)") { try [Int](postgresText: text) }
        }
    }

    @Test func bytesAreBytes() async throws {
        try await roundTrip([UInt8](0...255), "bytea")
        try await roundTrip(Data(0...255), "bytea")
        try await roundTrip(Data(), "bytea")
        #expect(
            try await connection.one("select length(\([UInt8](repeating: 0, count: 1000))::bytea)", as: Int.self)
                == 1000)
    }

    @Test func textWithNULIsRefusedNotCut() async throws {
        await #expect(throws: PostgresError.encoding("text with a NUL character cannot be stored")) {
            try await connection.execute("select \("a\0b")::text")
        }
        await #expect(throws: PostgresError.self) { try await connection.execute("select \(["a\0b"])::text[]") }
        await #expect(throws: PostgresError.self) { try await connection.execute(SQL(unsafe: "select '\0'")) }
        #expect(try await connection.one("select 1", as: Int.self) == 1)
    }

    @Test func arraysBindAsOneParameter() async throws {
        let ids = [UUID(), UUID()]
        let found = try await connection.all(
            "select id from unnest(\(ids)::uuid[]) id where id = any(\([ids[1]]))", as: UUID.self)
        #expect(found == [ids[1]])
    }
}
