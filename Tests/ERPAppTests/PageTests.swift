import ERPDomain
import Foundation
import Kernel
import Postgres
import Testing

@testable import ERPApp
@testable import ServiceRuntime

@Suite struct PageTests {
    /// Every page with something on it, in both languages, without a key that has no text.
    @Test func everyPageIsShown() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            try await works.receive([(catalogue.gear, 20, "10.00"), (catalogue.plate, 10, "50.00")])
            let order = try await works.order(2, of: catalogue.machine, by: works.customer())
            let plan = try await works.act(planOrder, OrderPath(id: order))
            _ = try await works.act(startWorkOrder, WorkOrderPath(id: plan.workOrders[0].id))
            _ = try await works.pay(order, "100.00")
            let voucher: UUID = try await works.service.context.database.one(
                "select voucher_id from voucher order by number limit 1")
            let paths = [
                "vouchers/\(voucher.uuidString.lowercased())", "budgets", "work-centres", "sales-orders",
                "sales-orders/\(order)", "work-orders",
                "work-orders/\(plan.workOrders[0].id)", "products", "products/\(catalogue.machine)", "revisions",
                "stock", "stock/\(catalogue.gear)", "goods-receipts/new", "vouchers", "finance",
            ]
            let token = try await works.service.token(for: works.anna)
            for path in paths {
                for language in ["en", "zh"] {
                    let page = await works.service.ask(
                        "GET", "/erp/\(path)?lang=\(language)",
                        headers: ["Authorization": "Bearer \(token)", "Accept": "text/html"])
                    #expect(page.status == 200, "\(path): \(page.text.suffix(600))")
                    #expect(
                        page.text.firstMatch(of: /(erp|state|kind|move|funds|channel|terms|method|refund)_[a-z]+/)
                            == nil)
                }
            }
        }
    }

    @Test func vouchersComeInEitherOrderPageByPage() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            for number in 1...3 { try await works.receive([(catalogue.gear, number, "10.00")]) }
            let token = try await works.service.token(for: works.anna)
            func numbers(_ sort: String) async throws -> [Int] {
                var (numbers, cursor) = ([Int](), "")
                repeat {
                    let page: Paged<VoucherView> = try await works.service.ask(
                        "GET", "/erp/api/vouchers?sort=\(sort)&limit=2\(cursor)",
                        headers: ["Authorization": "Bearer \(token)"]
                    ).json()
                    numbers += page.items.map(\.number)
                    cursor = page.next.map { "&cursor=\($0)" } ?? ""
                } while !cursor.isEmpty
                return numbers
            }
            #expect(try await numbers("number") == [1, 2, 3])
            #expect(try await numbers("-number") == [3, 2, 1])
        }
    }

    @Test func whatIsTypedWrongIsSaidFieldByField() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            let token = try await works.service.token(for: works.anna)
            let answer = await works.service.ask(
                "POST", "/erp/api/products/\(catalogue.machine)/boms",
                headers: ["Authorization": "Bearer \(token)", "Idempotency-Key": "1"],
                body: """
                    {"lines": [{"componentID": "\(catalogue.gear)", "quantity": "0"},
                        {"componentID": "\(ProductID())", "quantity": "1"}]}
                    """)
            #expect(answer.status == 422)
            #expect(answer.text.contains("lines[0].quantity") && answer.text.contains("lines[1].componentID"))
        }
    }

    @Test func aProductCannotContainItself() async throws {
        try await Works.open { works in
            let catalogue = try await Catalogue(works)
            await #expect(throws: BillCycle.self) {
                try await works.release(catalogue.gearbox, [(catalogue.machine, 1, 0)])
            }
        }
    }
}
