import EventContracts
import Foundation
import Kernel
import ServiceRuntime

/// The dashboard as a page.
struct DashboardView: Codable, Sendable {
    struct Tile: Codable, Sendable {
        let name: String
        let value: String
        let link: String?
    }
    struct Invoice: Codable, Sendable {
        let number: String
        let orderNumber: String
        let orderLink: String
        let channel: String
        let net: String
        let invoicedOn: String
    }
    let tiles: [Tile]
    let revenue: Chart
    let invoices: [Invoice]
    let isEmpty: Bool
}

/// `/dashboard`
func dashboardPage(_ input: NoInput, _ call: Call) async throws -> DashboardView {
    let dashboard = try await showDashboard(input, call)
    return DashboardView(
        tiles: tiles(dashboard, call),
        revenue: Chart(
            "revenue_by_day", by: "date", series: ["channel_crm", "channel_web"],
            rows: dashboard.days.map { (String($0.day.description.suffix(5)), [$0.crm, $0.web]) }, call),
        invoices: dashboard.latestInvoices.map { invoice in
            DashboardView.Invoice(
                number: invoice.invoiceNumber, orderNumber: invoice.orderNumber,
                orderLink: "/find?q=\(urlEncoded(invoice.orderNumber))",
                channel: call.text("channel_\(invoice.channel.rawValue)"), net: call.format(invoice.net),
                invoicedOn: call.format(invoice.invoicedOn))
        },
        isEmpty: dashboard.latestInvoices.isEmpty)
}

private func tiles(_ dashboard: Dashboard, _ call: Call) -> [DashboardView.Tile] {
    [
        .init(name: call.text("tile_revenue"), value: call.format(dashboard.revenue), link: nil),
        .init(
            name: call.text("tile_revenue_crm"), value: call.format(dashboard.revenueCRM),
            link: "/crm/orders?channel=crm&state=invoiced"),
        .init(name: call.text("tile_revenue_web"), value: call.format(dashboard.revenueWeb), link: "/orders"),
        .init(name: call.text("tile_web_orders"), value: String(dashboard.webOrders), link: "/orders"),
        .init(name: call.text("tile_awaiting_payment"), value: String(dashboard.awaitingPayment), link: "/orders"),
        .init(name: call.text("tile_shoppers"), value: String(dashboard.shoppers), link: nil),
        .init(name: call.text("tile_open_todos"), value: String(dashboard.openTodos), link: "/workbench"),
    ]
}
