import Foundation
import Kernel
import Postgres
import ServiceRuntime
import Testing

@testable import ERPApp

@Suite struct WorkCentreTests {
    @Test func capacityNeverFallsBelowWhatIsBooked() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            try await works.receive([(catalogue.gear, 200, "10.00"), (catalogue.plate, 100, "50.00")])
            let order = try await works.order(6, of: catalogue.machine, by: works.customer())
            _ = try await works.act(planOrder, OrderPath(id: order))
            let centre = try #require(try await workCentres(NoInput(), works.call).first)
            let fullest = try #require(
                try await bookedDays(60, works.database).filter { $0.workCentreID == centre.id }.map(\.booked).max())
            let refused = await #expect(throws: Problem.self) {
                try await works.act(changeCapacity, ChangeCapacity(id: centre.id, minutesPerDay: fullest - 1))
            }
            #expect(refused?.fields.map(\.field) == ["minutesPerDay"])
            let changed = try await works.act(
                changeCapacity, ChangeCapacity(id: centre.id, minutesPerDay: fullest))
            #expect(changed.minutesPerDay == fullest)
            #expect(try await bookedDays(60, works.database).allSatisfy { $0.capacity == fullest })
            // The next order is planned with what there is now.
            let next = try await works.order(6, of: catalogue.machine, by: works.customer())
            _ = try await works.act(planOrder, OrderPath(id: next))
            #expect(try await bookedDays(200, works.database).allSatisfy { $0.booked <= fullest })
        }
    }

    @Test func everyWrongFieldIsNamed() async throws {
        try await Works.open { works in
            let wrong = CreateWorkCentre(
                code: "", name: "Bench", minutesPerDay: 0, labourRate: yuan("-1.00"), machineRate: .zero,
                overheadRate: .zero)
            let refused = await #expect(throws: Problem.self) { try await works.act(createWorkCentre, wrong) }
            #expect(refused?.fields.map(\.field).sorted() == ["code", "labourRate", "minutesPerDay"])
        }
    }

    @Test func aBudgetIsOpenedOnceUnderADecentCode() async throws {
        try await Works.open { works in
            let made = try await works.act(openBudget, OpenBudget(code: "FAIR-2026", name: "Trade fair"))
            #expect(made.available == .zero)
            await #expect(throws: Problem.self) {
                try await works.act(openBudget, OpenBudget(code: "FAIR-2026", name: "again"))
            }
            for code in ["", "a b", "fair", "../x"] {
                let refused = await #expect(throws: Problem.self) {
                    try await works.act(openBudget, OpenBudget(code: code, name: "x"))
                }
                #expect(refused?.fields.map(\.field) == ["code"])
            }
        }
    }
}
