import Kernel
import OADomain
import Testing

@testable import OAApp
@testable import ServiceRuntime

/// Who decided something finds it again.
@Suite struct DecidedTests {
    @Test func oneSeesWhatOneDecidedAndWhatCameOfIt() async throws {
        try await Office.open { office in
            let (agreed, refused, waiting) = (
                try await office.fileTrip(), try await office.fileTrip(), try await office.fileTrip()
            )
            try await office.approve(agreed)
            let task = try await office.task(about: refused)
            _ = try await office.act(office.ben, rejectTask, RejectTask(id: task, comment: "too dear"))
            _ = try await office.act(office.joe, withdrawTrip, TripPath(id: agreed.id))

            let decided = try await listDecided(DecidedQuery(), office.call(office.ben)).items
            #expect(decided.map(\.subject) == [refused.number, agreed.number], "not \(waiting.number)")
            #expect(decided.map(\.answer) == [.rejected, .approved])
            #expect(decided.first?.comment == "too dear")
            #expect(decided.first?.link == "/oa/trips/\(refused.id)")
            let rejected = try await listDecided(DecidedQuery(answer: .rejected), office.call(office.ben)).items
            #expect(rejected.map(\.subject) == [refused.number])
            #expect(try await listDecided(DecidedQuery(), office.call(office.joe)).items.isEmpty, "Joe decided nothing")
        }
    }

    @Test func aFurtherPageGoesOnWhereTheFirstEnded() async throws {
        try await Office.open { office in
            var numbers: [String] = []
            for _ in 0..<3 {
                let trip = try await office.fileTrip()
                try await office.approve(trip)
                numbers.insert(trip.number, at: 0)
            }
            var query = DecidedQuery(limit: 2)
            let first = try await listDecided(query, office.call(office.ben))
            query.cursor = first.next
            let second = try await listDecided(query, office.call(office.ben))
            #expect((first.items + second.items).map(\.subject) == numbers)
        }
    }
}
