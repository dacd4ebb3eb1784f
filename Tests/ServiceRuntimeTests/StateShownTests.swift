import Postgres
import Testing

@testable import ServiceRuntime

@Suite struct StateShownTests {
    private enum Ripeness: String, CaseIterable, PostgresEncodable { case green, ripe }
    private struct Query: Codable { var state: StateShown<Ripeness>? }

    private func asked(_ query: String) throws -> StateShown<Ripeness>? {
        try FormFields.parse(query).decode(Query.self).state
    }

    @Test func aStateIsAskedForByItsWord() throws {
        #expect(try asked("state=open") == .open && asked("state=all") == .all)
        #expect(try asked("state=ripe") == .only(.ripe))
        #expect(try asked("state=") == nil)
        #expect(throws: Problem.invalid(field: "state", "must be one of open, all, green, ripe")) {
            try asked("state=rotten")
        }
    }

    @Test func whoeverSearchesLooksAmongAll() {
        #expect(StateShown<Ripeness>.unasked(searching: nil) == .open)
        #expect(StateShown<Ripeness>.unasked(searching: " ") == .open)
        #expect(StateShown<Ripeness>.unasked(searching: "pear") == .all)
    }
}
