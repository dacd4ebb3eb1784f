import Kernel
import OADomain
import Testing

@Suite struct TripStateTests {
    private let table = TripState.table

    @Test func everyPairIsEitherInTheTableOrRefused() {
        for state in TripState.allCases {
            for action in TripAction.allCases {
                let rows = table.rows.filter { $0.from == state && $0.action == action }
                #expect(rows.count <= 1, "\(state) \(action) is ambiguous")
                if let row = rows.first {
                    #expect(throws: Never.self) { try table.state(after: action, from: state) }
                    #expect(table.next(state, action) == row.to)
                } else {
                    #expect(throws: IllegalTransition(state: state.rawValue, action: action.rawValue)) {
                        try table.state(after: action, from: state)
                    }
                }
            }
        }
    }

    @Test func exactlyTheEndsAreFinal() {
        #expect(Set(TripState.allCases.filter(table.isFinal)) == [.completed, .rejected, .withdrawn, .undone])
    }

    @Test func everyWalkIsFinite() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            var (state, steps) = (TripState.submitted, 0)
            while let row = table.rows.filter({ $0.from == state }).randomElement(using: &generator) {
                state = row.to
                steps += 1
                #expect(steps <= 3)
            }
            #expect(table.isFinal(state))
        }
    }

    @Test func moneyIsOnlySpentOnFundedTrips() {
        #expect(TripState.allCases.filter { table.allows(.complete, from: $0) } == [.funded])
    }
}

@Suite struct TripPlanTests {
    private let joe = StaffID(), ben = StaffID()
    private let monday = BusinessDate(dayNumber: 20_787)

    private func plan(
        companions: [StaffID] = [], purpose: String = "Visit", days: Int = 3, budget: Money = Money(minor: 100)
    ) throws -> TripPlan {
        try TripPlan(
            travellerID: joe, companions: companions, purpose: purpose, visitName: "Ken", from: monday,
            to: monday.adding(days: days - 1), budget: budget)
    }

    @Test func coversEveryCalendarDay() throws {
        #expect(try plan(days: 7).days.count == 7)
        #expect(try plan(days: 1).days == [monday])
    }

    @Test func companionsAreCountedOnce() throws {
        #expect(try plan(companions: [ben, joe, ben]).travellers == [joe, ben])
    }

    @Test func refusesWhatMakesNoSense() {
        #expect(throws: TripError.endsBeforeItBegins) { try plan(days: 0) }
        #expect(throws: TripError.tooManyDays) { try plan(days: TripPlan.longestDays + 1) }
        #expect(throws: TripError.missing("purpose")) { try plan(purpose: "  ") }
        #expect(throws: TripError.textTooLong("purpose")) { try plan(purpose: String(repeating: "x", count: 501)) }
        #expect(throws: TripError.tooMuch("budget")) { try plan(budget: Money(minor: 100_000_000_01)) }
        #expect(throws: TripError.negative("budget")) { try plan(budget: Money(minor: -1)) }
        #expect(throws: TripError.foreignCurrency("budget")) {
            try plan(budget: Money(minor: 1, currency: Currency(rawValue: "EUR")))
        }
    }

    @Test func cannotSpendMoreThanWasReserved() throws {
        let budget = Money(minor: 50_000)
        try checkSpent(budget, budget: budget)
        try checkSpent(.zero, budget: budget)
        #expect(throws: TripError.spentMoreThanReserved(budget)) {
            try checkSpent(Money(minor: 50_001), budget: budget)
        }
    }
}
