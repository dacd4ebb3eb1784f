import CRMDomain
import EventContracts
import Foundation
import Kernel
import ServiceRuntime

/// An order with what ERP reported of it.
func orderPage(_ input: OrderPath, _ call: Call) async throws -> DocumentPage {
    let (order, person) = (try await order(input, call), try call.signedIn())
    let deal = try await dealDocuments(
        lead: order.leadID, opportunity: order.opportunityID, customer: order.customerID, quote: order.quoteID, call)
    return DocumentPage(
        DocumentView(
            "order_title", list: "/crm/orders", number: order.number, subject: order.customerName,
            subjectLink: deal.contains { $0.kind == .customer && $0.isRead }
                ? "/crm/customers/\(order.customerID)" : nil,
            badges: [Badge(order.state.rawValue, call), Badge(order.paidInFull ? "paid" : "unpaid", call)],
            notices: [DocumentNotice(order.reason.map { call.tell(Phrase($0)) }, colour: "danger")],
            waiting: "order_waits_\(order.state.rawValue)", facts: facts(order, call),
            tables: [lines(order, call), payments(order, person, call), refunds(order, call)],
            related: deal.related(to: order.id.rawValue, call) + order.inERP(for: person),
            history: history(order.timeline, of: order.number, call),
            chain: try await call.chain(order.chain, of: deal.ids + [order.id.rawValue]), call))
}

private func facts(_ order: OrderDetail, _ call: Call) -> [DocumentFact] {
    [
        DocumentFact("field_total", call.format(order.total)),
        DocumentFact("order_paid", call.format(order.paid)),
        DocumentFact("outstanding", order.outstanding.map { call.format($0) }),
        DocumentFact("order_promised", order.promisedDate.map { call.format($0) }),
        DocumentFact("order_requested", order.requestedDate.map { call.format($0) }),
        DocumentFact("credit_terms", order.paymentTerms.map { call.text("terms_\($0.rawValue)") }),
        DocumentFact("order_channel", call.text("channel_\(order.channel.rawValue)")),
        DocumentFact("order_confirmed", call.format(order.confirmedAt)),
        DocumentFact("order_shipped_on", order.shippedOn.map { call.format($0) }),
        DocumentFact("order_invoiced_on", order.invoicedOn.map { call.format($0) }),
    ]
}

private func lines(_ order: OrderDetail, _ call: Call) -> DocumentTable? {
    DocumentTable(
        "lines", "order_lines",
        [
            .init(call.text("field_product")), .init(call.text("field_quantity"), isNumber: true),
            .init(call.text("unit_price"), isNumber: true), .init(call.text("order_revision")),
            .init(call.text("crm_net"), isNumber: true),
        ],
        order.lines.map { line in
            let agreed = (line.options ?? [:]).sorted { $0.key < $1.key }
                .map { "\(optionLabel($0.key, call)): \($0.value)" }.joined(separator: ", ")
            return [
                .text("\(line.sku) · \(call.name(line.name, line.nameZh))", note: agreed.isEmpty ? nil : agreed),
                .text(
                    [call.format(line.quantity), line.unit.map(call.unit)].compactMap(\.self).joined(separator: " ")),
                .text(call.format(line.unitPrice)),
                .badge(line.revisionReleased.map { Badge($0 ? "released" : "draft", call) }, text: line.revisionCode),
                .text(call.format(line.net)),
            ]
        },
        totals: [
            (call.text("crm_net"), call.format(order.net)), (call.text("crm_tax"), call.format(order.tax)),
            (call.text("field_total"), call.format(order.total)),
        ])
}

private func payments(_ order: OrderDetail, _ person: Person, _ call: Call) -> DocumentTable? {
    let opens = Access.backOffice.admits(person)
    return DocumentTable(
        "payments", "order_payments",
        [
            .init(call.text("field_number")), .init(call.text("order_payment")), .init(call.text("field_date")),
            .init(call.text("field_amount"), isNumber: true),
        ],
        order.payments.map {
            [
                .text($0.number, link: opens ? "/erp/payments/\($0.number)" : nil),
                .text(call.text("method_\($0.method.rawValue)")), .text(call.format($0.receivedOn)),
                .text(call.format($0.amount)),
            ]
        })
}

private func refunds(_ order: OrderDetail, _ call: Call) -> DocumentTable? {
    DocumentTable(
        "refunds", "order_refunds",
        [
            .init(call.text("field_number")), .init(call.text("field_state")),
            .init(call.text("field_amount"), isNumber: true),
        ],
        order.refunds.map {
            [.text($0.number), .text(call.text("refund_\($0.state)")), .text("− \(call.format($0.amount))")]
        })
}

extension OrderDetail {
    /// What ERP made of it, once it has it; its pages are for who works in the back office.
    func inERP(for person: Person) -> [RelatedDocument?] {
        let opens = Access.backOffice.admits(person)
        func link(_ path: String) -> String? { opens ? "/erp/\(path)" : nil }
        return [
            opens && state != .confirmed
                ? RelatedDocument("order_in_erp", number, link: link("sales-orders/\(id)")) : nil,
            RelatedDocument("order_shipment", shipmentNumber, link: shipmentNumber.flatMap { link("shipments/\($0)") }),
            RelatedDocument("order_invoice", invoiceNumber, link: invoiceNumber.flatMap { link("invoices/\($0)") }),
        ]
    }
}
