import Kernel
import OADomain
import Testing

@Suite struct AttendanceTests {
    private let friday = BusinessDate(dayNumber: 20_784)

    @Test func showsWhatIsKnown() {
        #expect(friday.weekday == 5)
        #expect(AttendanceDay(friday).status == .unmarked)
        #expect(AttendanceDay(friday.adding(days: 1)).status == .rest)
        #expect(AttendanceDay(friday, recorded: .present).status == .present)
        #expect(AttendanceDay(friday, recorded: .present, trips: [TripID()]).status == .onTrip)
        #expect(AttendanceDay(friday, recorded: .leave, trips: [TripID()]).status == .leave)
        #expect(AttendanceDay(friday.adding(days: 1), trips: [TripID()]).status == .onTrip)
    }

    @Test func calendarHasEveryDay() {
        let known = AttendanceDay(friday, recorded: .present)
        let days = AttendanceDay.calendar(from: friday.adding(days: -1), to: friday.adding(days: 2), known: [known])
        #expect(days.map(\.status) == [.unmarked, .present, .rest, .rest])
    }

    /// Trips come and go in any order; once all are undone, every day is as it was.
    @Test func undoneTripsLeaveNoTrace() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<300 {
            let recorded = [nil, AttendanceStatus.present, .absent, .leave].randomElement(using: &generator) ?? nil
            let before = AttendanceDay(friday, recorded: recorded)
            var day = before
            let trips = (0..<4).map { _ in TripID() }
            for trip in trips.shuffled(using: &generator) { day.trips.insert(trip) }
            for trip in trips.shuffled(using: &generator) {
                #expect(day.status == (recorded == .leave ? .leave : .onTrip))
                day.trips.remove(trip)
            }
            #expect(day == before)
            #expect(day.status == before.status)
        }
    }
}

@Suite struct CredentialTests {
    @Test func logins() throws {
        for good in ["joe", "ben.li", "a1", "x-y_z"] { try checkLogin(good) }
        for bad in ["", "a", "Joe", "j oe", "喬", String(repeating: "a", count: 33)] {
            #expect(throws: CredentialError.login) { try checkLogin(bad) }
        }
    }
}
