import ERPDomain
import Foundation
import Kernel
import Testing

private func numbers(_ values: Int...) -> [ExactDecimal] { values.map { ExactDecimal($0) } }

@Suite struct NettingTests {
    /// The textbook's worked example: on hand 20, safety 10, minimum 50, multiple 25.
    let lot = LotRule(minimum: ExactDecimal(50), multiple: ExactDecimal(25))

    @Test func workedExample() {
        let netting = Netting(onHand: ExactDecimal(20), safety: ExactDecimal(10), lot: lot)
        let plan = netting.plan(gross: numbers(25, 25, 30, 40), scheduled: numbers(0, 30, 0, 0))
        #expect(plan.map(\.planned) == numbers(50, 0, 0, 50))
        #expect(plan.map(\.projected) == numbers(45, 50, 20, 30))
        #expect(plan.map(\.net) == numbers(15, 0, 0, 30))
    }

    @Test func firmedOrdersAreSupplyToTheNextRun() {
        let netting = Netting(onHand: ExactDecimal(20), safety: ExactDecimal(10), lot: lot)
        let again = netting.plan(gross: numbers(25, 25, 30, 40), scheduled: numbers(50, 30, 0, 50))
        #expect(again.allSatisfy { $0.planned == .zero })
    }

    @Test func aMinimumIsRoundedUpToTheMultiple() {
        let lot = LotRule(minimum: ExactDecimal(15), multiple: ExactDecimal(10))
        #expect(lot.size(ExactDecimal(12)) == ExactDecimal(20))
        #expect(LotRule.lotForLot.size(ExactDecimal(12)) == ExactDecimal(12))
        #expect(lot.size(.zero) == .zero)
    }

    @Test(arguments: UInt64(1)...20) func neverBelowTheFloorAndNeverALotTooMuch(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        let gross = (0..<12).map { _ in ExactDecimal(Int.random(in: 0...60, using: &random)) }
        let netting = Netting(
            onHand: ExactDecimal(Int.random(in: 0...50, using: &random)),
            safety: ExactDecimal(Int.random(in: 0...20, using: &random)), lot: lot)
        for bucket in netting.plan(gross: gross, scheduled: []) {
            #expect(bucket.projected >= netting.safety)
            #expect(bucket.planned == lot.size(bucket.net))
        }
    }
}

@Suite struct OrderPlanTests {
    let machine = ProductID()
    let gearbox = ProductID()
    let steel = ProductID()
    let gear = ProductID()

    /// A machine of one gearbox and 2.5 kg of steel; a gearbox of four gears (5 % scrap) and 1 kg of steel.
    func structure() throws -> ProductStructure {
        try ProductStructure([
            MakeItem(machine): BillOfMaterials(lines: [
                .init(component: gearbox, quantity: .one, counted: true),
                .init(component: steel, quantity: ExactDecimal(millionths: 2_500_000), counted: false),
            ]),
            MakeItem(gearbox): BillOfMaterials(lines: [
                .init(component: gear, quantity: ExactDecimal(4), scrapPercent: ExactDecimal(5), counted: true),
                .init(component: steel, quantity: .one, counted: false),
            ]),
        ])
    }

    @Test func twoLevelsAreExplodedAndNetted() throws {
        let plan = OrderPlan(
            demand: [MakeItem(machine): ExactDecimal(10)], structure: try structure(),
            supply: [
                MakeItem(machine): .init(free: ExactDecimal(2)), MakeItem(gearbox): .init(free: ExactDecimal(3)),
                MakeItem(steel): .init(free: ExactDecimal(20)),
            ])
        #expect(plan.make.map(\.item.product) == [machine, gearbox])
        #expect(plan.make.map(\.quantity) == numbers(8, 5))
        // Gears: 5 × 4 / 0.95 = 21.05, so 22. Steel: 8 × 2.5 + 5 × 1 = 25, of which 20 are there: asked once, not twice.
        #expect(plan.short.first { $0.item.product == gear }?.quantity == ExactDecimal(22))
        #expect(plan.short.first { $0.item.product == steel }?.quantity == ExactDecimal(5))
        #expect(plan.take.first { $0.item.product == steel }?.quantity == ExactDecimal(20))
    }

    @Test func planningTwicePlansNothingNew() throws {
        let structure = try structure()
        // After the first run: 10 machines being made, their 10 gearboxes too, and all material held.
        let demand = [
            MakeItem(machine): ExactDecimal(10), MakeItem(gearbox): ExactDecimal(10), MakeItem(steel): ExactDecimal(35),
            MakeItem(gear): ExactDecimal(43),
        ]
        let supply = demand.mapValues { OrderPlan.Supply(own: $0, free: ExactDecimal(100)) }
        let again = OrderPlan(demand: demand, structure: structure, supply: supply)
        #expect(again.make.isEmpty && again.take.isEmpty && again.short.isEmpty)
    }

    @Test func aLotLeavesASurplus() throws {
        let plan = OrderPlan(
            demand: [MakeItem(gearbox): ExactDecimal(3)], structure: try structure(),
            supply: [MakeItem(gearbox): .init(lot: LotRule(multiple: ExactDecimal(5)))])
        #expect(plan.make.map(\.quantity) == numbers(5))
    }

    @Test func aProductCannotContainItself() {
        #expect(throws: BillCycle.self) {
            try ProductStructure([
                MakeItem(machine): BillOfMaterials(lines: [.init(component: gearbox, quantity: .one, counted: true)]),
                MakeItem(gearbox): BillOfMaterials(lines: [.init(component: machine, quantity: .one, counted: true)]),
            ])
        }
    }
}

@Suite struct CapacityScheduleTests {
    let lathe = UUID()
    let bench = UUID()
    /// A Thursday.
    let thursday = BusinessDate(dayNumber: 20_783)

    func operations() -> [BillOfMaterials.Operation] {
        [
            .init(sequence: 10, workCentre: lathe, setupMinutes: ExactDecimal(30), runMinutes: ExactDecimal(60)),
            .init(sequence: 20, workCentre: bench, setupMinutes: .zero, runMinutes: ExactDecimal(10)),
        ]
    }

    @Test func workIsSplitOverDaysAndWeekendsAreFree() throws {
        var schedule = CapacitySchedule(
            capacity: [lathe: 480, bench: 480], booked: [lathe: [thursday: 400]])
        let bookings = try schedule.place(operations(), quantity: ExactDecimal(10), from: thursday)
        #expect(thursday.weekday == 4)
        #expect(bookings.map(\.minutes) == [80, 480, 70, 100])
        #expect(bookings.map(\.day) == [0, 1, 4, 4].map { thursday.adding(days: $0) })
        #expect(bookings.map(\.workCentre) == [lathe, lathe, lathe, bench])
    }

    @Test func aWorkCentreThatNeverWorksIsRefused() {
        var schedule = CapacitySchedule(capacity: [lathe: 480, bench: 0])
        #expect(throws: NoCapacity(workCentre: bench)) {
            try schedule.place(operations(), quantity: .one, from: thursday)
        }
    }

    @Test(arguments: UInt64(1)...10) func noDayIsEverOverbooked(seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        var schedule = CapacitySchedule(capacity: [lathe: 480, bench: 300])
        for _ in 0..<30 {
            let from = thursday.adding(days: Int.random(in: 0...10, using: &random))
            let quantity = ExactDecimal(Int.random(in: 1...20, using: &random))
            let bookings = try schedule.place(operations(), quantity: quantity, from: from)
            #expect(bookings.allSatisfy { $0.day >= from && !$0.day.isWeekend })
            #expect(bookings.map(\.day) == bookings.map(\.day).sorted())
            #expect(bookings.filter { $0.workCentre == lathe }.map(\.minutes).reduce(0, +) == latheMinutes(quantity))
        }
        for day in thursday.days(through: thursday.adding(days: 400)) {
            #expect(schedule.load(lathe, on: day) <= 480 && schedule.load(bench, on: day) <= 300)
        }
    }

    private func latheMinutes(_ quantity: ExactDecimal) -> Int {
        30 + 60 * Int(quantity.millionths / ExactDecimal.scale)
    }
}
