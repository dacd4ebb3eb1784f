import ERPEvents
import EventContracts
import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// What an order came from and led to, and the tables that its shipment, invoice and payments show too.
extension OrderView {
    /// CRM's order and quote, and the shop's order, for who may open them there.
    func beforeIt(_ call: Call) async throws -> [RelatedDocument?] {
        struct Origin: Decodable, Sendable {
            let quoteID: QuoteID?, quoteNumber: String?, readsOrder: Bool, readsQuote: Bool
        }
        let person = try call.signedIn()
        // Whose an order of CRM is was not always told.
        let isTold: SQL = "(owner_id is not null or channel = 'web')"
        let origin: Origin = try await call.database.one(
            """
            select quote_id, quote_number, \(isTold) and \(person.reads("owner_id", orderReach)) as reads_order,
                owner_id is not null and \(person.reads("owner_id", frontOfficeReach)) as reads_quote
            from sales_order where order_id = \(id)
            """)
        return [
            origin.readsQuote
                ? origin.quoteID.flatMap { quote in
                    // Of the first orders the quote's number was not told.
                    RelatedDocument(
                        "erp_quote", origin.quoteNumber ?? "\(call.text("erp_quote_of")) \(number)",
                        link: "/crm/quotes/\(quote)")
                } : nil,
            origin.readsOrder ? RelatedDocument("erp_crm_order", number, link: "/crm/orders/\(id)") : nil,
            order.channel == .web && Access.shopOrders.admits(person)
                ? RelatedDocument("erp_shop_order", number, link: "/orders/\(id)") : nil,
        ]
    }

    /// Its shipment, invoice and payments.
    func afterIt(_ call: Call) -> [RelatedDocument?] {
        [
            RelatedDocument(
                "erp_shipment", order.shipmentNumber, link: order.shipmentNumber.map { "/erp/shipments/\($0)" }),
            RelatedDocument(
                "erp_invoice", order.invoiceNumber, link: order.invoiceNumber.map { "/erp/invoices/\($0)" }),
        ] + payments.map { RelatedDocument("erp_payment", $0.number, link: "/erp/payments/\($0.number)") }
    }

    /// The order itself, as its shipment, invoice and payments name it.
    func itself(_ call: Call) -> RelatedDocument? {
        RelatedDocument("erp_sales_order", number, link: "/erp/sales-orders/\(id)", badge: Badge(state, call))
    }

    func linesTable(_ call: Call) -> DocumentTable? {
        DocumentTable(
            "lines", "erp_lines",
            [
                .init(call.text("erp_product")), .init(call.text("erp_quantity"), isNumber: true),
                .init(call.text("erp_unit_price"), isNumber: true), .init(call.text("erp_revision")),
                .init(call.text("erp_net"), isNumber: true),
            ],
            lines.map { line in
                let isAwaited = line.configurationID != nil && line.revisionState != "released"
                return [
                    .text("\(line.sku) · \(call.name(line.name, line.nameZh))"),
                    .text(call.counted(line.quantity, line.unit)),
                    .text(call.format(line.unitPrice)),
                    .text(
                        line.revision, note: line.revisionState.map { call.text("state_\($0)") },
                        warning: isAwaited ? call.text("erp_revision_awaited") : nil),
                    .text(call.format(line.net)),
                ]
            },
            totals: [
                (call.text("erp_net"), call.format(order.net)), (call.text("erp_tax"), call.format(order.tax)),
                (call.text("erp_total"), call.format(order.total)),
            ])
    }

    func paymentsTable(_ call: Call) -> DocumentTable? {
        DocumentTable(
            "payments", "erp_payments",
            [
                .init(call.text("erp_payment")), .init(call.text("erp_reference")), .init(call.text("erp_received")),
                .init(call.text("erp_amount"), isNumber: true),
            ],
            payments.map {
                [
                    .text($0.number, link: "/erp/payments/\($0.number)"),
                    .text($0.reference, note: call.text("method_\($0.method.rawValue)")),
                    .text(call.format($0.receivedOn)), .text(call.format($0.amount)),
                ]
            }, empty: "erp_payments_empty")
    }

    func refundsTable(_ call: Call) -> DocumentTable? { refunds.table(call) }
}

extension [RefundView] {
    func table(_ call: Call) -> DocumentTable? {
        DocumentTable(
            "refunds", "erp_refunds",
            [
                .init(call.text("erp_number")), .init(call.text("erp_reason")), .init(call.text("erp_state")),
                .init(call.text("erp_amount"), isNumber: true),
            ],
            map { refund in
                let paid = [refund.paidOn.map { call.format($0) }, refund.reference].compactMap(\.self)
                return [
                    .text(refund.number), .text(call.text("refund_\(refund.cause.rawValue)")),
                    .badge(
                        Badge(refund.state, words: "refund", call),
                        text: paid.isEmpty ? nil : paid.joined(separator: " · ")),
                    .text("− \(call.format(refund.amount))"),
                ]
            })
    }
}
