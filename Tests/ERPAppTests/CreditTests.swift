import CRMEvents
import ERPEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import Testing

@testable import ERPApp
@testable import ServiceRuntime

@Suite struct CreditTests {
    /// Order holds within one aggregate only: the order may come before the customer, and before the terms.
    @Test func anOrderWaitsForItsCustomerAndTerms() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            let customer = CustomerID()
            let order = works.confirmed(1, of: catalogue.machine, by: customer)
            await #expect(throws: NotYet.self) { try await works.deliver(order, takeOrder) }
            try await works.deliver(CustomerChanged(customerID: customer, number: "C-1", name: "Ken"), keepCustomer)
            await #expect(throws: NotYet.self) { try await works.deliver(order, takeOrder) }
            try await works.deliver(
                CreditTermsChanged(customerID: customer, creditLimit: .zero, paymentTerms: .prepaid), keepCreditTerms)
            try await works.deliver(order, takeOrder)
            #expect(
                try await works.published(about: order.orderID.rawValue).filter { $0.hasPrefix("erp.sales") }
                    == ["erp.sales-order.accepted"])
            // Who is to plan and who waits for the money read whose order it is.
            let told = try await works.database.all(
                "select body from msg_event where type = 'erp.todo.opened' order by id", as: String.self
            ).map { try WireJSON.decode(TodoOpened<ERP>.self, from: Data($0.utf8)) }
            #expect(told.map(\.matter?.party) == [order.customerName, order.customerName])
            #expect(told.map(\.matter?.amount) == [nil, order.total])
        }
    }

    @Test func ordersOfOneCustomerCannotUseTheSameCredit() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            // 5,650 each: three fit into 17,000.
            let customer = try await works.customer(.net30, limit: "17000.00")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await works.order(1, of: catalogue.machine, by: customer) }
                }
                try await group.waitForAll()
            }
            let orders = try await salesOrders(OrderQuery(), works.call).items
            #expect(orders.filter { $0.state == "accepted" }.count == 3)
            #expect(orders.filter { $0.state == "rejected" }.count == 5)
        }
    }

    @Test func anOrderThatDoesNotAddUpIsRefused() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            var order = works.confirmed(1, of: catalogue.machine, by: try await works.customer())
            order.total += yuan("0.01")
            order.tax += yuan("0.01")
            try await works.deliver(order, takeOrder)
            #expect(try await salesOrder(order.orderID, works.database).state == "rejected")
        }
    }
}
