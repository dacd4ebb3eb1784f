import CRMEvents
import Foundation
import Kernel
import Postgres
import Synchronization
import Testing

@testable import ERPApp
@testable import ServiceRuntime

@Suite struct OrderStoryTests {
    /// Two machines at 5,000: gears 2 × 4 / 0.95 → 9 at 10, plates 4 at 50; gearboxes 60 minutes, machines 150.
    @Test func anOrderFromConfirmationToItsActualCost() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            try await works.receive([(catalogue.gear, 20, "10.00"), (catalogue.plate, 10, "50.00")])
            let order = try await works.order(2, of: catalogue.machine, by: works.customer())
            #expect(try await works.open(.planOrder, for: order.rawValue))
            let plan = try await works.act(planOrder, OrderPath(id: order))
            #expect(plan.workOrders.map(\.sku) == ["G-1", "M-1"])
            #expect(plan.shortages.isEmpty)
            #expect(plan.workOrders[0].finish < plan.workOrders[1].start)
            try await works.make(order, minutes: ["M-1": 150])
            #expect(try await works.faults() == [])

            await #expect(throws: Problem.self) { try await works.act(shipOrder, OrderPath(id: order)) }
            #expect(try await works.pay(order, "11300.00").outstanding == .zero)
            #expect(try await works.open(.shipOrder, for: order.rawValue))
            let shipped = try await works.act(shipOrder, OrderPath(id: order))
            #expect(shipped.cost == yuan("640.00"))
            // Nothing of it is left to be added up with what there is.
            #expect(
                try await works.database.one(
                    "select count(*) from stock where held_for = \(order)", as: Int.self) == 0)

            let view = try await salesOrder(order, works.database)
            let cost = try #require(view.cost)
            #expect(cost.material == yuan("290.00"))
            #expect(cost.labour == yuan("210.00"))
            #expect(cost.machine == yuan("105.00"))
            #expect(cost.overhead == yuan("35.00"))
            #expect(cost.margin == yuan("9360.00"))
            #expect(view.state == "invoiced")
            #expect(try await works.faults() == [])
            #expect(try await works.figure("erp.cost.total") == "640.00")
            #expect(
                try await works.published(about: order.rawValue).filter { $0.contains("sales-order") } == [
                    "erp.sales-order.accepted", "erp.sales-order.planned", "erp.sales-order.started",
                    "erp.sales-order.produced", "erp.sales-order.paid", "erp.sales-order.shipped",
                    "erp.sales-order.invoiced",
                ])
        }
    }

    @Test func whatIsMissingIsSaidAndPlanningAgainAddsNothing() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            let order = try await works.order(2, of: catalogue.machine, by: works.customer())
            let first = try await works.act(planOrder, OrderPath(id: order))
            #expect(first.workOrders.count == 2)
            #expect(Set(first.shortages.map(\.sku)) == ["GEAR", "PLATE"])
            let work = first.workOrders[0].id
            await #expect(throws: Problem.self) { try await works.act(startWorkOrder, WorkOrderPath(id: work)) }
            try await works.receive([(catalogue.gear, 9, "10.00"), (catalogue.plate, 4, "50.00")])
            let again = try await works.act(planOrder, OrderPath(id: order))
            #expect(again.workOrders.isEmpty && again.shortages.isEmpty)
            let third = try await works.act(planOrder, OrderPath(id: order))
            #expect(third.workOrders.isEmpty && third.promisedDate == again.promisedDate)
            #expect(try await works.open(.makeOrder, for: order.rawValue))
            #expect(!(try await works.open(.planOrder, for: order.rawValue)))
            #expect(try await works.faults() == [])
        }
    }

    /// A machine takes three gears and its part four: five are reserved by the plan, ten come afterwards.
    @Test func workTakesWhatIsReservedBeforeWhatIsFree() async throws {
        struct Move: Decodable, Equatable { let quantity, balance: ExactDecimal, material: Money }
        try await Works.open { works in
            let (machine, part) = (
                try await works.add("M-2", "finished", price: "5000.00", sold: true),
                try await works.add("P-2", "subassembly")
            )
            let gear = try await works.add("GEAR", "material")
            try await works.release(part, [(gear, 4, 0)])
            try await works.release(machine, [(part, 1, 0), (gear, 3, 0)])
            try await works.receive([(gear, 5, "10.00")])
            let order = try await works.order(1, of: machine, by: works.customer())
            let plan = try await works.act(planOrder, OrderPath(id: order))
            #expect(plan.shortages.map(\.quantity) == [ExactDecimal(2)])
            try await works.receive([(gear, 10, "20.00")])
            func reserved() async throws -> [ExactDecimal] {
                try await reservations(of: order, works.database).map(\.quantity)
            }
            for (work, left) in zip(plan.workOrders, [[ExactDecimal.one], []]) {
                _ = try await works.act(startWorkOrder, WorkOrderPath(id: work.id))
                #expect(try await reserved() == left)
                _ = try await works.act(completeWorkOrder, CompleteWorkOrder(id: work.id, good: .one))
            }
            let moves: [Move] = try await works.database.all(
                """
                select -quantity as quantity, balance, -material as material from stock_move
                where product_id = \(gear) and kind = 'issue' order by move_id
                """)
            #expect(
                moves == [
                    Move(quantity: ExactDecimal(4), balance: ExactDecimal(11), material: yuan("66.67")),
                    Move(quantity: ExactDecimal(3), balance: ExactDecimal(8), material: yuan("50.00")),
                ])
            #expect(try await works.faults() == [])
        }
    }

    @Test func workWithManyComponentsTakesEachAtItsCost() async throws {
        try await Works.open { works in
            let machine = try await works.add("M-3", "finished", price: "5000.00", sold: true)
            var parts: [ProductID] = []
            for number in 1...40 { parts.append(try await works.add("PART-\(number)", "material")) }
            try await works.release(machine, parts.map { ($0, 2, 0) })
            try await works.receive(parts.indices.map { (parts[$0], 3, "\($0 + 1).00") })
            let order = try await works.order(1, of: machine, by: works.customer())
            let plan = try await works.act(planOrder, OrderPath(id: order))
            let held = try await reservations(of: order, works.database)
            #expect(held.map(\.quantity) == parts.map { _ in ExactDecimal(2) })
            let work = try #require(plan.workOrders.first)
            // Twice 1 to 40.
            #expect(try await works.act(startWorkOrder, WorkOrderPath(id: work.id)).cost == yuan("1640.00"))
            #expect(try await reservations(of: order, works.database).isEmpty)
            let left: [ExactDecimal] = try await works.database.all(
                "select on_hand - reserved from stock where product_id = any(\(parts)::uuid[])")
            #expect(left == parts.map { _ in .one })
            #expect(try await works.faults() == [])
        }
    }

    @Test func aSpoiledPieceIsPlannedAgain() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            try await works.receive([(catalogue.gear, 100, "10.00"), (catalogue.plate, 100, "50.00")])
            let order = try await works.order(2, of: catalogue.machine, by: works.customer())
            let plan = try await works.act(planOrder, OrderPath(id: order))
            for work in plan.workOrders {
                _ = try await works.act(startWorkOrder, WorkOrderPath(id: work.id))
                let isMachine = work.sku == "M-1"
                _ = try await works.act(
                    completeWorkOrder,
                    CompleteWorkOrder(
                        id: work.id, good: isMachine ? .one : work.quantity, scrap: isMachine ? .one : .zero))
            }
            #expect(try await works.open(.planOrder, for: order.rawValue))
            let again = try await works.act(planOrder, OrderPath(id: order))
            #expect(again.workOrders.map(\.quantity) == [.one, .one])
            try await works.make(order)
            #expect(try await salesOrder(order, works.database).state == "produced")
            #expect(try await works.faults() == [])
        }
    }

    @Test func whatWasPromisedWaitsForEngineering() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            try await works.receive([(catalogue.gear, 100, "10.00"), (catalogue.plate, 100, "50.00")])
            let (configuration, line) = (ConfigurationID(), UUID())
            let order = try await works.order(
                1, of: catalogue.machine, by: works.customer(), configuration: configuration, line: line)
            await #expect(throws: Problem.self) { try await works.act(planOrder, OrderPath(id: order)) }
            try await works.deliver(
                ConfigurationAccepted(
                    configurationID: configuration, number: "CFG-1", orderID: order, lineID: line,
                    productID: catalogue.machine, options: ["packaging": "red"]), draftRevision)
            let draft = try #require(try await revisions(RevisionQuery(state: .open), works.call).items.first)
            #expect(draft.options == ["packaging": "red"])
            await #expect(throws: Problem.self) { try await works.act(planOrder, OrderPath(id: order)) }
            _ = try await works.act(releaseRevision, RevisionPath(id: draft.id))
            let plan = try await works.act(planOrder, OrderPath(id: order))
            #expect(plan.workOrders.count == 2)
            try await works.make(order)
            let view = try await salesOrder(order, works.database)
            #expect(view.state == "produced")
            #expect(view.workOrders.last?.revision == draft.code)
            #expect(try await works.published(about: draft.id.rawValue).last == "erp.revision.released")
        }
    }

    /// Each draft holds a weak lock on its product by its foreign key before it takes the next version of the bill.
    @Test func draftsOfOneProductAtOnceAreMadeAtTheFirstAttempt() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            let attempts = Attempts()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...16 {
                    group.addTask {
                        try await works.deliver(
                            ConfigurationAccepted(
                                configurationID: ConfigurationID(), number: "CFG-\(number)", orderID: OrderID(),
                                lineID: UUID(), productID: catalogue.machine, options: ["packaging": "red"])
                        ) { incoming, tx in
                            attempts.count.withLock { $0 += 1 }
                            try await draftRevision(incoming, tx)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let drafts = try await revisions(RevisionQuery(state: .open), works.call).items
            #expect(Set(drafts.map(\.code)).count == 16)
            #expect(attempts.count.withLock { $0 } == 16, "none had to be repeated")
        }
    }

    @Test func aCancelledOrderHoldsNothing() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            try await works.receive([(catalogue.gear, 20, "10.00"), (catalogue.plate, 10, "50.00")])
            let order = try await works.order(2, of: catalogue.machine, by: works.customer())
            _ = try await works.act(planOrder, OrderPath(id: order))
            _ = try await works.act(cancelOrder, CancelOrder(id: order, reason: "the customer is gone"))
            let held = try await works.database.one("select count(*) from reservation", as: Int.self)
            let booked = try await works.database.one("select count(*) from booking", as: Int.self)
            #expect(held == 0 && booked == 0)
            #expect(try await works.faults() == [])
        }
    }
}

/// How often a handler was begun.
private final class Attempts: Sendable {
    let count = Mutex(0)
}
