import Foundation
import Kernel
import Postgres
import ServiceRuntime
import Testing

/// Whose documents each reach sees, along the reporting lines: Boss over Ben and Bea, Ben over Joe and Jim, Joe over Kim.
@Suite struct VisibilityTests {
    private static let names = ["Boss", "Ben", "Bea", "Joe", "Jim", "Kim"]
    private static let superiors = ["Ben": "Boss", "Bea": "Boss", "Joe": "Ben", "Jim": "Ben", "Kim": "Joe"]

    @Test(
        arguments: [
            (Reach.none, "Joe", []), (.own, "Joe", ["Joe"]), (.team, "Joe", ["Jim", "Joe", "Kim"]),
            (.subtree, "Joe", ["Joe", "Kim"]), (.subtree, "Ben", ["Ben", "Jim", "Joe", "Kim"]),
            (.team, "Ben", ["Bea", "Ben", "Jim", "Joe"]), (.all, "Kim", names.sorted()),
        ])
    func aReachSees(reach: Reach, who: String, whose: [String]) async throws {
        try await NotesHouse.with { house async throws in
            let database = house.assembly.context.database
            let ids = Dictionary(uniqueKeysWithValues: Self.names.map { ($0, UUID()) })
            try await makeStaff(ids, database)
            let person = Person(id: try #require(ids[who]), name: who, kind: .staff, roles: [.sales])
            let seen = person.reads("owner.staff_id", [.sales: reach])
            let found: [String] = try await database.all("select name from staff owner where \(seen) order by name")
            #expect(found == whose)
            // What nobody owns is read by whoever reads any; shoppers and other roles read none.
            let nobody = person.reads("null::uuid", [.sales: reach])
            #expect(try await database.one("select \(nobody)", as: Bool.self) == (reach != .none))
            let shopper = Person(id: person.id, name: who, kind: .shopper, roles: [.sales])
            #expect(
                try await database.one("select \(shopper.reads("null::uuid", [.sales: reach]))", as: Bool.self) == false
            )
        }
    }

    /// People move, come before their superior and leave: the lines are those of the table at once.
    @Test func theLinesFollowWhoMoves() async throws {
        try await NotesHouse.with { house async throws in
            let database = house.assembly.context.database
            let ids = Dictionary(uniqueKeysWithValues: Self.names.map { ($0, UUID()) })
            try await makeStaff(ids, database)
            func below(_ name: String) async throws -> [String] {
                let person = Person(id: try #require(ids[name]), name: name, kind: .staff, roles: [.sales])
                let seen = person.reads("owner.staff_id", [.sales: .subtree])
                return try await database.all("select name from staff owner where \(seen) order by name")
            }
            try await database.execute("update staff set manager_id = \(ids["Bea"]) where name = 'Joe'")
            #expect(try await below("Bea") == ["Bea", "Joe", "Kim"])
            #expect(try await below("Ben") == ["Ben", "Jim"])
            let (chief, newcomer) = (UUID(), UUID())
            try await database.execute("insert into staff values (\(newcomer), 'Newcomer', \(chief))")
            try await database.execute("insert into staff values (\(chief), 'Chief', \(ids["Ben"]))")
            #expect(try await below("Ben") == ["Ben", "Chief", "Jim", "Newcomer"])
            try await database.execute("delete from staff where name = 'Chief'")
            #expect(try await below("Ben") == ["Ben", "Jim"])
            // A circle, as it comes about while moves are under way, and its end.
            try await database.execute("update staff set manager_id = \(ids["Kim"]) where name = 'Bea'")
            #expect(try await below("Joe") == ["Bea", "Joe", "Kim"])
            try await database.execute("update staff set manager_id = \(ids["Boss"]) where name = 'Joe'")
            #expect(try await below("Joe") == ["Bea", "Joe", "Kim"])
            #expect(try await below("Bea") == ["Bea"])
        }
    }

    private func makeStaff(_ ids: [String: UUID], _ database: PostgresPool) async throws {
        try await database.execute("create table staff (staff_id uuid primary key, name text, manager_id uuid)")
        try await database.execute("select rt_keep_lines()")
        for name in Self.names {
            let superior = Self.superiors[name].flatMap { ids[$0] }
            try await database.execute("insert into staff values (\(ids[name]), \(name), \(superior))")
        }
    }
}
