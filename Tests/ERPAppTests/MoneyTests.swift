import Foundation
import Kernel
import OAEvents
import Postgres
import Testing

@testable import ERPApp
@testable import ServiceRuntime

@Suite struct MoneyTests {
    @Test func neverMoreIsTakenThanIsDueWhateverComesAtOnce() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            let order = try await works.order(2, of: catalogue.machine, by: works.customer())
            let taken = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<10 {
                    group.addTask { (try? await works.pay(order, "2260.00")) != nil }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(taken == 5)
            let view = try await salesOrder(order, works.database)
            #expect(view.outstanding == .zero && view.payments.count == 5)
            #expect(try await works.faults() == [])
        }
    }

    @Test func aTripIsReservedDeclinedReleasedAndPaid() async throws {
        try await Works.open { works in
            _ = try await works.act(allotBudget, AllotBudget(code: "TRAVEL", amount: yuan("5000.00")))
            let (first, second, third) = (approved("3000.00"), approved("2500.00"), approved("1500.00"))
            for trip in [first, second, third] { try await works.deliver(trip, reserveTripFunds) }
            #expect(try await works.published(about: first.tripID.rawValue) == ["erp.trip-funds.reserved"])
            #expect(try await works.published(about: second.tripID.rawValue) == ["erp.trip-funds.declined"])
            #expect(try await budget("TRAVEL", works.database).available == yuan("500.00"))
            // Finance, who can allot more, is told of who travels to whom for how much, until they did.
            let todo = Todo.tripDeclined.id(second.tripID.rawValue)
            #expect(try await works.published(about: todo) == ["erp.todo.opened"])
            let told: String = try await works.database.one("select body from msg_event where aggregate_id = \(todo)")
            for words in ["finance", second.number, "Ken", "2500.00"] { #expect(told.contains(words), "\(words)") }
            _ = try await works.act(allotBudget, AllotBudget(code: "TRAVEL", amount: yuan("1.00")))
            #expect(try await works.published(about: todo) == ["erp.todo.opened", "erp.todo.closed"])
            _ = try await works.act(allotBudget, AllotBudget(code: "TRAVEL", amount: yuan("1.00")))
            #expect(try await works.published(about: todo).count == 2)
            let (undone, withdrawn) = (second.tripID, third.tripID)
            try await works.service.context.transaction { try await releaseTripFunds(undone, $0) }
            try await works.service.context.transaction { try await releaseTripFunds(withdrawn, $0) }
            try await works.deliver(
                TripCompleted(tripID: first.tripID, number: first.number, outcome: "Ken is in", spent: yuan("2800.50")),
                consumeTripFunds)
            let balance = try await budget("TRAVEL", works.database)
            #expect(balance.reserved == .zero && balance.consumed == yuan("2800.50"))
            #expect(try await works.figure("erp.trip_funds.consumed") == "2800.50")
            #expect(try await works.published(about: withdrawn.rawValue).last == "erp.trip-funds.released")
            #expect(try await works.faults() == [])
        }
    }

    @Test func theDatabaseRefusesAnUnbalancedVoucher() async throws {
        try await Works.open { works in
            _ = try await works.act(allotBudget, AllotBudget(code: "TRAVEL", amount: yuan("5000.00")))
            let trip = approved("100.00")
            try await works.deliver(trip, reserveTripFunds)
            try await works.deliver(
                TripCompleted(tripID: trip.tripID, number: trip.number, outcome: "", spent: yuan("80.00")),
                consumeTripFunds)
            let refusal = await #expect(throws: PostgresError.self) {
                try await works.database.execute("update voucher_line set credit = credit + 1 where credit > 0")
            }
            #expect(refusal?.isCheckViolation(of: "voucher_balances") == true)
            // Behind the constraint's back, the check of the figures sees it.
            try await works.database.execute("alter table voucher_line disable trigger voucher_balances")
            try await works.database.execute("update voucher_line set credit = credit + 1 where credit > 0")
            #expect(try await works.figure("erp.check.unbalanced_vouchers") == "1")
            #expect(try await works.figure("erp.check.account_totals") == "1")
        }
    }

    @Test func aClosedMonthTakesNoPayment() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            let order = try await works.order(1, of: catalogue.machine, by: works.customer())
            let lastMonth = BusinessDate.today.adding(days: -BusinessDate.today.day)
            _ = try await works.act(closePeriod, PeriodPath(period: lastMonth.period))
            await #expect(throws: PeriodClosed.self) {
                try await works.act(
                    recordPayment,
                    RecordPayment(orderID: order, amount: yuan("100.00"), reference: "late", receivedOn: lastMonth))
            }
            await #expect(throws: Problem.self) {
                try await works.act(closePeriod, PeriodPath(period: BusinessDate.today.period))
            }
        }
    }

    private func approved(_ amount: String) -> TripApproved {
        let id = TripID()
        return TripApproved(
            tripID: id, number: "TR-\(id.description.suffix(6))", travellerID: StaffID(), travellerName: "Joe",
            visitName: "Ken", from: .today, to: .today, budget: yuan(amount), approvedBy: StaffID())
    }
}
