import Foundation
import Postgres
import TestSupport
import Testing

private enum State: String, Codable, PostgresCodable {
    case open, closed
}

private enum Priority: Int, Codable {
    case low = 1
    case high
}

private struct Address: Codable, Equatable {
    var city: String
    var since: Date
}

private struct Customer: Decodable, Sendable {
    var customerID: UUID
    var fullName: String
    var state: State
    var priority: Priority
    var address: Address?
    var tags: [String]
    var lines: [Address]
    var creditLimit: Decimal?
}

@Suite struct RowDecodingTests {
    private let connection: PostgresConnection

    init() throws {
        connection = PostgresConnection(try TestDatabase.configuration())
    }

    @Test func columnsFillProperties() async throws {
        let id = UUID()
        let address = Address(city: "上海", since: Date(timeIntervalSince1970: 1_700_000_000.25))
        let customer = try await connection.one(
            """
            select \(id)::uuid as customer_id, 'Li' as full_name, \(State.closed)::text as state, 2 as priority,
                   \(try JSONB(address))::jsonb as address, array['a', 'b'] as tags,
                   \(try JSONB([address]))::jsonb as lines, null::numeric as credit_limit
            """, as: Customer.self)
        #expect(customer.customerID == id)
        #expect(customer.state == .closed)
        #expect(customer.priority == .high)
        #expect(customer.address == address)
        #expect(customer.tags == ["a", "b"])
        #expect(customer.lines == [address])
        #expect(customer.creditLimit == nil)
    }

    @Test func aSingleColumnIsTheValue() async throws {
        #expect(try await connection.all("select generate_series(1, 3)", as: Int.self) == [1, 2, 3])
        #expect(try await connection.one("select 'open'", as: State.self) == .open)
        #expect(try await connection.one("select 1", as: Priority.self) == .low)
        #expect(try await connection.one("select null::int", as: Int?.self) == nil)
        #expect(try await connection.one("select '[1, 2]'::jsonb", as: [Int].self) == [1, 2])
        #expect(try await connection.one("select '[1, 2]'::jsonb", as: [Int]?.self) == [1, 2])
        #expect(try await connection.one("select '{\"a\": 1}'::jsonb", as: String.self) == "{\"a\": 1}")
        #expect(
            try await connection.one("select '{\"a\": 1}'::jsonb", as: JSONB.self).decode(as: [String: Int].self) == [
                "a": 1
            ])
    }

    @Test func cellsAreReadByName() async throws {
        let rows = try await connection.rows("select 1 as n, 'x' as t, '{\"a\": 1}'::jsonb as j")
        let row = try #require(rows.first)
        #expect(try row.get("n", as: Int.self) == 1)
        #expect(try row.get(at: 1) == "x")
        #expect(try row.json("j") == ["a": 1])
        #expect(row.columns == ["n", "t", "j"])
    }

    @Test func errorsNameTheColumnAndNotTheValue() async throws {
        struct Row: Decodable, Sendable { var level: Int }
        let wrong = await error { try await connection.one("select 'secret' as level, 1 as b", as: Row.self) }
        #expect(wrong?.description.contains("level") == true)
        #expect(wrong?.description.contains("secret") == false)
        let null = await error { try await connection.one("select null::int as level, 1 as b", as: Row.self) }
        #expect(null == .decoding(column: "level", type: "Int", found: "NULL"))
        let missing = await error { try await connection.one("select 1 as a, 1 as b", as: Row.self) }
        #expect(missing == .decoding(column: "level", type: "Int", found: "no such column"))
        let unknown = await error { try await connection.one("select 'lost'", as: State.self) }
        guard case .decoding = unknown else { return #expect(Bool(false), "\(String(describing: unknown))") }
    }

    @Test func whatATypeRefusesNamesTheColumnToo() async throws {
        struct Task: Decodable, Sendable { var priority: Priority, since: Date }
        let unknown = await error { try await connection.one("select 7 as priority, now() as since", as: Task.self) }
        #expect(unknown == .decoding(column: "priority", type: "Priority", found: "a value that it refuses"))
        let alone = await error { try await connection.one("select 7 as level", as: Priority.self) }
        #expect(alone == .decoding(column: "level", type: "Priority", found: "a value that it refuses"))
    }

    @Test func aDocumentThatDoesNotFitIsPlacedAndNotQuoted() async throws {
        let expected = [
            "{}": "JSON without city", #"{"city": "secret", "since": "secret"}"#: "JSON whose since is refused",
            #"{"city": 7}"#: "JSON whose city is no String",
            #"{"city": null}"#: "JSON with null where city is a String",
            "[]": "JSON whose whole is no Dictionary<String, Any>",
        ]
        for (document, found) in expected {
            let wrong = await error { try await connection.one("select \(document)::jsonb as home", as: Address.self) }
            #expect(wrong == .decoding(column: "home", type: "Address", found: found))
        }
    }

    @Test func theNumberOfRowsIsChecked() async throws {
        await #expect(throws: PostgresError.noRow) { try await connection.one("select 1 where false", as: Int.self) }
        await #expect(throws: PostgresError.tooManyRows) {
            try await connection.first("select generate_series(1, 2)", as: Int.self)
        }
        #expect(try await connection.first("select 1 where false", as: Int.self) == nil)
    }
}

/// The database error that a piece of work ends with.
func error<T>(_ work: () async throws -> T) async -> PostgresError? {
    do {
        _ = try await work()
        return nil
    } catch {
        return error as? PostgresError
    }
}
