import CRMEvents
import EventContracts
import Foundation
import Kernel
import Postgres
import ServiceRuntime
import Testing

@testable import ERPApp

/// What the lists of the back office begin with, and what is found in them.
@Suite struct ListPageTests {
    private func page(_ works: Works, _ path: String) async throws -> String {
        let token = try await works.service.token(for: works.anna)
        let answer = await works.service.ask(
            "GET", "/erp/\(path)", headers: ["Authorization": "Bearer \(token)", "Accept": "text/html"])
        #expect(answer.status == 200, "\(path): \(answer.text.suffix(400))")
        return answer.text
    }

    /// A planner sees what is to be made, the soonest due first; what is made is a click away and found by its number.
    @Test func workOrdersBeginWithWhatIsOpen() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            try await works.receive([(catalogue.gear, 50, "10.00"), (catalogue.plate, 50, "50.00")])
            let customer = try await works.customer()
            var made: [[WorkOrderView]] = []
            for _ in 1...2 {
                let order = try await works.order(1, of: catalogue.machine, by: customer)
                _ = try await works.act(planOrder, OrderPath(id: order))
                made.append(try await workOrders(of: order, works.database))
            }
            let (gearbox, machine) = (made[0][0], made[0][1])
            _ = try await works.act(startWorkOrder, WorkOrderPath(id: gearbox.id))
            _ = try await works.act(
                completeWorkOrder,
                CompleteWorkOrder(
                    id: gearbox.id, good: gearbox.quantity, scrap: nil,
                    operations: gearbox.operations.map { .init(sequence: $0.sequence, minutes: $0.plannedMinutes) }))
            try await works.database.execute(
                "update work_order set finish_on = finish_on + 90 where work_order_id = \(machine.id)")
            let open = try await page(works, "work-orders")
            #expect(!open.contains(gearbox.number))
            let first = try #require(open.range(of: made[1][1].number))
            let last = try #require(open.range(of: machine.number))
            #expect(first.lowerBound < last.lowerBound, "what is due later comes later")
            #expect(open.contains("href=\"/erp/work-orders?state=all\""))
            for asked in ["state=all", "state=completed", "q=\(gearbox.number)", "q=\(gearbox.orderNumber)"] {
                #expect(try await page(works, "work-orders?\(asked)").contains(gearbox.number), "\(asked)")
            }
        }
    }

    /// What is delivered and paid is done; an order is found by what it led to.
    @Test func ordersBeginWithWhatIsOpen() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            try await works.receive([(catalogue.gear, 50, "10.00")])
            let customer = try await works.customer(.net30, limit: "100000.00")
            let order = try await works.order(1, of: catalogue.gear, by: customer)
            let later = try await works.order(1, of: catalogue.gear, by: customer)
            _ = try await works.act(planOrder, OrderPath(id: order))
            let goods = try await works.act(shipOrder, OrderPath(id: order))
            func lists(_ query: String) async throws -> [Bool] {
                let list = try await page(works, "sales-orders\(query)")
                return [order, later].map { list.contains("/erp/sales-orders/\($0)\"") }
            }
            #expect(try await lists("") == [true, true], "what is not paid is not done")
            let rest = try await salesOrder(order, works.database).outstanding
            _ = try await works.pay(order, rest.amountText)
            #expect(try await lists("") == [false, true])
            #expect(try await lists("?state=all") == [true, true])
            let payment: String = try await works.database.one("select number from payment where order_id = \(order)")
            for number in [goods.shipmentNumber, goods.invoiceNumber, payment] {
                #expect(try await lists("?q=\(number.lowercased())") == [true, false], "\(number)")
            }
        }
    }

    /// A misspelt state is told with the words there are, not answered by an empty list.
    @Test(arguments: [
        ("sales-orders", "in_production"), ("work-orders", "started"), ("revisions", "draft, released"),
    ])
    func aStateThatThereIsNotIsRefused(list: String, words: String) async throws {
        try await Works.open { works in
            let token = try await works.service.token(for: works.anna)
            func ask(_ state: String) async -> InProcessAnswer {
                await works.service.ask(
                    "GET", "/erp/api/\(list)?state=\(state)", headers: ["Authorization": "Bearer \(token)"])
            }
            for state in ["open", "all"] { #expect(await ask(state).status == 200) }
            let answer = await ask("opne")
            #expect(answer.status == 422)
            #expect(answer.text.contains("\"field\":\"state\"") && answer.text.contains("open, all"))
            #expect(answer.text.contains(words))
        }
    }

    @Test func everyQuantityOfStockHasItsUnit() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            try await works.receive([(catalogue.gear, 20, "10.00")])
            let stock = try await page(works, "stock?lang=en&q=GEAR")
            #expect(stock.matches(of: />20 pcs</).count == 2, "on hand and available")
            #expect(stock.contains(">0 pcs<"), "reserved")
            let moves = try await page(works, "stock/\(catalogue.gear)?lang=zh")
            #expect(moves.matches(of: />20 件</).count == 4, "on hand, available, moved and the balance")
        }
    }

    /// Links name what they lead to.
    @Test func quotesAndOrdersAreNamedByTheirNumbers() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            let customer = try await works.customer(.net30, limit: "100000.00")
            let (configuration, line) = (ConfigurationID(), UUID())
            var order = works.confirmed(
                1, of: catalogue.machine, by: customer, configuration: configuration, line: line)
            (order.quoteNumber, order.ownerID) = ("QU-2026-000007", StaffID())
            try await works.deliver(
                ConfigurationAccepted(
                    configurationID: configuration, number: "CF-1", orderID: order.orderID, lineID: line,
                    productID: catalogue.machine, options: ["colour": "red"]), draftRevision)
            #expect(try await page(works, "revisions").contains("M-1-CF-1"), "before its order is here")
            try await works.deliver(order, takeOrder)
            #expect(try await page(works, "sales-orders/\(order.orderID)").contains(">QU-2026-000007</a>"))
            #expect(try await page(works, "revisions").contains(">\(order.number)</a>"))
        }
    }

    /// What a supplier delivered has a page: who received it leads there, and so does what was posted for it.
    @Test func goodsReceivedAreReadAfterwards() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            try await works.receive([(catalogue.gear, 20, "10.00")])
            try await works.receive([(catalogue.plate, 5, "50.00")])
            let numbers: [String] = try await works.database.all("select number from goods_receipt order by number")
            let list = try await page(works, "goods-receipts?lang=zh&q=\(numbers[1].lowercased())")
            #expect(list.contains("\"/erp/goods-receipts/\(numbers[1])\"") && list.contains("产品 PLATE"))
            #expect(!list.contains(numbers[0]))
            let receipt = try await page(works, "goods-receipts/\(numbers[1])?lang=en")
            for shown in ["Steel &amp; Sons", "PLATE · Product PLATE", "5 pcs"] { #expect(receipt.contains(shown)) }
            for path in ["vouchers", "stock/\(catalogue.plate)"] {
                #expect(try await page(works, path).contains("\"/erp/goods-receipts/\(numbers[1])\""), "\(path)")
            }
            let token = try await works.service.token(
                for: Person(id: UUID(), name: "Wang", kind: .staff, roles: [.warehouse]))
            let seen = await works.service.ask(
                "GET", "/erp/api/goods-receipts/\(numbers[1])", headers: ["Authorization": "Bearer \(token)"]
            ).text
            #expect(seen.contains("PLATE") && !seen.contains("250.00"), "costs are for those entitled")
            let answer = await works.service.ask(
                "GET", "/erp/goods-receipts/none", headers: ["Authorization": "Bearer \(token)", "Accept": "text/html"])
            #expect(answer.status == 404)
        }
    }

    /// An empty line is refused at its fields, and a line after one that was left empty at its own.
    @Test func anEmptyReceiptIsRefusedWhereItIsEmpty() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            let token = try await works.service.token(for: works.anna)
            func receive(_ fields: String) async -> String {
                let answer = await works.service.ask(
                    "POST", "/erp/api/goods-receipts",
                    headers: [
                        "Cookie": "qiao_session=\(token); qiao_language=en", "Accept": "text/html",
                        "Host": "qiao.test", "Origin": "http://qiao.test",
                        "Referer": "http://qiao.test/erp/goods-receipts/new",
                        "Content-Type": "application/x-www-form-urlencoded",
                    ], body: "_key=\(UUID())&supplier=Steel&\(fields)")
                #expect(answer.status == 422)
                return answer.text
            }
            func isWrong(_ name: String, _ page: String) -> Bool {
                let field = page.matches(of: /<input[^>]*name="([^"]*)"[^>]*>/).first { $0.output.1 == name }
                return field?.output.0.contains("is-invalid") ?? false
            }
            func line(_ index: Int, _ product: String = "", _ quantity: String = "", _ cost: String = "") -> String {
                "lines[\(index)].productID=\(product)&lines[\(index)].quantity=\(quantity)"
                    + "&lines[\(index)].unitCost.amount=\(cost)"
            }
            let empty = await receive("\(line(0))&\(line(1))")
            for field in ["productID", "quantity", "unitCost.amount"] {
                #expect(isWrong("lines[0].\(field)", empty), "\(field)")
                #expect(!isWrong("lines[1].\(field)", empty), "\(field)")
            }
            let notice = try #require(empty.firstMatch(of: /qiao-refused.*?<\/div>/)).output
            #expect(!notice.contains("lines") && !notice.contains("—"), "\(notice)")
            let third = await receive(
                "\(line(0, "GEAR", "1", "2"))&\(line(1))&\(line(2, "\(catalogue.plate)", "0", "1"))")
            #expect(isWrong("lines[2].quantity", third) && !isWrong("lines[1].quantity", third))
        }
    }

    /// Who opens a work order knows beforehand that it cannot begin.
    @Test func aWorkOrderSaysThatItsMaterialIsMissing() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            let order = try await works.order(1, of: catalogue.machine, by: try await works.customer())
            _ = try await works.act(planOrder, OrderPath(id: order))
            let work = try await workOrders(of: order, works.database)
            let words = "Material for it is missing"
            let waiting = try await page(works, "work-orders/\(work[0].id)?lang=en")
            #expect(waiting.contains(words) && waiting.contains("1 · Bench<"), "a work centre by its name")
            #expect(try await page(works, "products/\(catalogue.machine)").contains("1 · Bench <"))
            try await works.receive([(catalogue.gear, 50, "10.00"), (catalogue.plate, 10, "50.00")])
            #expect(try await !page(works, "work-orders/\(work[0].id)?lang=en").contains(words))
        }
    }
}
