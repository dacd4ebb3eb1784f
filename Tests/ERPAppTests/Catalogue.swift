import CRMEvents
import EventContracts
import Foundation
import Kernel
import PortalEvents

@testable import ERPApp

func yuan(_ text: String) -> Money { Money(text) ?? .zero }
let thirteen = ExactDecimal(millionths: 130_000)

/// A machine of one gearbox and two plates; a gearbox of four gears, of which one in twenty is lost.
struct Catalogue: Sendable {
    let machine: ProductID
    let gearbox: ProductID
    let gear: ProductID
    let plate: ProductID

    init(_ works: Works) async throws {
        machine = try await works.add("M-1", "finished", price: "5000.00", sold: true)
        gearbox = try await works.add("G-1", "subassembly")
        gear = try await works.add("GEAR", "material", leadTime: 3)
        plate = try await works.add("PLATE", "material", leadTime: 5)
        let bench = try await works.act(
            createWorkCentre,
            CreateWorkCentre(
                code: "BENCH", name: "Bench", minutesPerDay: 480, labourRate: yuan("60.00"),
                machineRate: yuan("30.00"), overheadRate: yuan("10.00")))
        try await works.release(
            machine, [(gearbox, 1, 0), (plate, 2, 0)],
            [BillOperationInput(workCentreID: bench.id, setupMinutes: .zero, runMinutes: ExactDecimal(60))])
        try await works.release(
            gearbox, [(gear, 4, 5)],
            [BillOperationInput(workCentreID: bench.id, setupMinutes: ExactDecimal(30), runMinutes: ExactDecimal(15))])
    }
}

extension Works {
    func add(
        _ sku: String, _ kind: String, price: String = "0.00", leadTime: Int = 0, sold: Bool = false,
        inShop: Bool = false
    ) async throws -> ProductID {
        try await act(
            createProduct,
            CreateProduct(
                sku: sku, name: "Product \(sku)", nameZh: "产品 \(sku)", kind: kind, unit: "pcs", listPrice: yuan(price),
                floorPrice: yuan(price), taxRate: thirteen, leadTimeDays: leadTime, sold: sold, inShop: inShop)
        ).id
    }

    func release(
        _ product: ProductID, _ lines: [(ProductID, Int, Int)], _ operations: [BillOperationInput] = []
    ) async throws {
        let drafted = try await act(
            draftBill,
            DraftBill(
                id: product,
                lines: lines.map {
                    BillLineInput(
                        componentID: $0.0, quantity: ExactDecimal($0.1), scrapPercent: ExactDecimal($0.2))
                }, operations: operations))
        _ = try await act(releaseBill, BillPath(id: drafted.id))
    }

    func receive(_ lines: [(ProductID, Int, String)]) async throws {
        _ = try await act(
            receiveGoods,
            ReceiveGoods(
                supplier: "Steel & Sons",
                lines: lines.map { .init(productID: $0.0, quantity: ExactDecimal($0.1), unitCost: yuan($0.2)) }))
    }

    /// A customer of CRM, known here with its terms.
    func customer(_ terms: PaymentTerms = .prepaid, limit: String = "0.00") async throws -> CustomerID {
        let id = CustomerID()
        try await deliver(CustomerChanged(customerID: id, number: "C-1", name: "Ken Ltd"), keepCustomer)
        try await deliver(
            CreditTermsChanged(customerID: id, creditLimit: yuan(limit), paymentTerms: terms), keepCreditTerms)
        return id
    }

    /// Ken accepts: the order arrives.
    @discardableResult
    func order(
        _ quantity: Int, of product: ProductID, at price: String = "5000.00", by customer: CustomerID,
        configuration: ConfigurationID? = nil, line: UUID = UUID()
    ) async throws -> OrderID {
        let order = confirmed(
            quantity, of: product, at: price, by: customer, configuration: configuration, line: line)
        try await deliver(order, takeOrder)
        return order.orderID
    }

    func confirmed(
        _ quantity: Int, of product: ProductID, at price: String = "5000.00", by customer: CustomerID,
        configuration: ConfigurationID? = nil, line: UUID = UUID()
    ) -> OrderConfirmed {
        let line = orderLine(quantity, of: product, at: price, configuration: configuration, line: line)
        let id = OrderID()
        return OrderConfirmed(
            orderID: id, number: "SO-\(id.description.suffix(8))", customerID: customer, customerName: "Ken Ltd",
            quoteID: QuoteID(), requestedDate: BusinessDate.today.adding(days: 30), lines: [line], net: line.net,
            tax: line.tax, total: line.net + line.tax)
    }

    func orderLine(
        _ quantity: Int, of product: ProductID, at price: String, configuration: ConfigurationID? = nil,
        line: UUID = UUID()
    ) -> OrderLine {
        let net = yuan(price) * ExactDecimal(quantity)
        return OrderLine(
            lineID: line, productID: product, sku: "M-1", name: "Machine", quantity: ExactDecimal(quantity),
            unitPrice: yuan(price), taxRate: thirteen, net: net, tax: net * thirteen,
            configurationID: configuration)
    }

    func placed(_ quantity: Int, of product: ProductID, at price: String = "100.00") -> WebOrderPlaced {
        let line = orderLine(quantity, of: product, at: price)
        let id = OrderID()
        return WebOrderPlaced(
            orderID: id, number: "WO-\(id.description.suffix(8))", shopperID: ShopperID(), shopperName: "Mei",
            lines: [line], net: line.net, tax: line.tax, total: line.net + line.tax, shipTo: "Shanghai")
    }

    func pay(_ order: OrderID, _ amount: String) async throws -> PaymentRecorded {
        try await act(
            recordPayment, RecordPayment(orderID: order, amount: yuan(amount), reference: UUID().uuidString))
    }

    /// Starts and completes an order's work orders, components first.
    func make(_ order: OrderID, minutes: [String: Int] = [:]) async throws {
        for work in try await workOrders(of: order, database) where work.state == "planned" {
            _ = try await act(startWorkOrder, WorkOrderPath(id: work.id))
            let reported = minutes[work.sku].map {
                [CompleteWorkOrder.Operation(sequence: 1, minutes: ExactDecimal($0))]
            }
            _ = try await act(
                completeWorkOrder,
                CompleteWorkOrder(id: work.id, good: work.quantity, scrap: .zero, operations: reported))
        }
    }
}
