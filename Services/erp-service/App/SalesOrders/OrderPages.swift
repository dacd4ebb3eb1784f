import ERPDomain
import EventContracts
import Kernel
import ServiceRuntime

/// A sales order on one page.
struct SalesOrderPage: Codable, Sendable {
    struct Line: Codable, Sendable {
        let sku: String
        let name: String
        let quantity: String
        let unitPrice: String
        let net: String
        let tax: String
        let revision: String?
        let revisionBadge: Badge?
        /// Agreed with the customer, and not yet with engineering.
        let isAwaited: Bool
    }
    struct Held: Codable, Sendable {
        let sku: String
        let name: String
        let quantity: String
        let from: String
    }
    struct Work: Codable, Sendable {
        let link: String
        let number: String
        let sku: String
        let quantity: String
        let dates: String
        let badge: Badge
        let cost: String?
    }
    struct Missing: Codable, Sendable {
        let sku: String
        let name: String
        /// For programs; `shown` is for people.
        let quantity: String
        let shown: String
    }
    struct Fact: Codable, Sendable {
        let label: String
        let value: String
    }
    let id: String
    let number: String
    let badge: Badge
    let facts: [Fact]
    let reason: String?
    let chainLink: String
    let lines: [Line]
    let held: [Held]
    let isShort: Bool
    let missing: [Missing]
    /// For those who receive goods.
    let receiveLink: String?
    let work: [Work]
    let payments: [Payment]
    let refunds: [Refund]
    let cost: Cost?
    let showsCosts: Bool
    let outstanding: String
    let outstandingAmount: String
    let canPlan: Bool
    let canShip: Bool
    let canCancel: Bool
    /// Cancelling it means that money goes back.
    let isPaidFor: Bool
    let canPay: Bool
}

func salesOrderPage(_ input: OrderPath, _ call: Call) async throws -> SalesOrderPage {
    let view = try await salesOrderByID(input, call)
    let missing = try await missingMaterial(of: input.id, call.database)
    let person = try call.signedIn()
    let state = SalesOrderState(rawValue: view.state) ?? .received
    let paysFirst = view.order.paymentTerms == .prepaid && !view.outstanding.isZero
    let isAlive = state != .rejected && state != .cancelled
    return SalesOrderPage(
        id: view.id.description, number: view.number, badge: Badge(view.state, call), facts: facts(view.order, call),
        reason: view.order.reason.map { call.tell(Phrase($0)) }, chainLink: chainLink(view.chain),
        lines: view.lines.map { line($0, call) },
        held: view.reservations.map { held($0, call) }, isShort: !missing.isEmpty,
        missing: missing.map { toBuy($0, call) },
        receiveLink: person.has(.warehouse) ? "/erp/goods-receipts/new?orderID=\(view.id)" : nil,
        work: view.workOrders.map { work($0, call) },
        payments: view.payments.map { .init($0, call) },
        refunds: view.refunds.map { .init($0, mayPay: person.has(.finance), call) },
        cost: view.cost.map { .init($0, call) }, showsCosts: Access.costReaders.admits(person),
        outstanding: call.format(view.outstanding), outstandingAmount: view.outstanding.amountText,
        canPlan: person.has(.planner) && SalesOrderState.table.allows(.plan, in: state),
        canShip: person.has(.warehouse) && state == .produced && !paysFirst,
        canCancel: person.has(.planner, .finance) && SalesOrderState.table.allows(.cancel, in: state),
        isPaidFor: !view.order.paid.isZero,
        canPay: person.has(.finance) && isAlive && !view.outstanding.isZero)
}

private func facts(_ order: OrderSummary, _ call: Call) -> [SalesOrderPage.Fact] {
    let rows: [(String, String?)] = [
        ("erp_customer", order.customerName),
        ("erp_channel", call.text("channel_\(order.channel.rawValue)")),
        ("erp_terms", call.text("terms_\(order.paymentTerms.rawValue)")),
        ("erp_ship_to", order.shipTo),
        ("erp_requested", order.requestedDate.map { call.format($0) }),
        ("erp_promised", order.promisedDate.map { call.format($0) }),
        ("erp_net", call.format(order.net)),
        ("erp_tax", call.format(order.tax)),
        ("erp_total", call.format(order.total)),
        ("erp_paid", call.format(order.paid)),
        ("erp_shipment", order.shipmentNumber.map { "\($0) · \(order.shippedOn.map { call.format($0) } ?? "")" }),
        ("erp_invoice", order.invoiceNumber.map { "\($0) · \(order.invoicedOn.map { call.format($0) } ?? "")" }),
    ]
    return rows.compactMap { key, value in value.map { .init(label: call.text(key), value: $0) } }
}

private func line(_ line: OrderLineView, _ call: Call) -> SalesOrderPage.Line {
    .init(
        sku: line.sku, name: line.name, quantity: call.format(line.quantity), unitPrice: call.format(line.unitPrice),
        net: call.format(line.net), tax: call.format(line.tax), revision: line.revision,
        revisionBadge: line.revisionState.map { Badge($0, call) },
        isAwaited: line.configurationID != nil && line.revisionState != "released")
}

private func held(_ goods: HeldGoods, _ call: Call) -> SalesOrderPage.Held {
    .init(
        sku: goods.sku, name: call.name(goods.name, goods.nameZh), quantity: "\(goods.quantity) \(goods.unit)",
        from: call.text(goods.reserved ? "erp_from_stock" : "erp_made_for_order"))
}

private func toBuy(_ goods: MissingMaterial, _ call: Call) -> SalesOrderPage.Missing {
    .init(
        sku: goods.sku, name: call.name(goods.name, goods.nameZh), quantity: goods.quantity.description,
        shown: "\(call.format(goods.quantity)) \(goods.unit)")
}

private func work(_ work: WorkOrderView, _ call: Call) -> SalesOrderPage.Work {
    .init(
        link: "/erp/work-orders/\(work.id)", number: work.number, sku: work.sku, quantity: call.format(work.quantity),
        dates: "\(call.format(work.start)) – \(call.format(work.finish))", badge: Badge(work.state, call),
        cost: work.cost.map { call.format($0) })
}
