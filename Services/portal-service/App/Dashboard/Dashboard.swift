import EventContracts
import Foundation
import Kernel
import Postgres
import ServiceRuntime

/// The company in numbers. Each has one definition and drills down to its documents.
struct Dashboard: Codable, Sendable {
    struct Day: Codable, Sendable {
        let day: BusinessDate
        /// Net revenue of the day's invoices, by channel.
        let crm: Money
        let web: Money
    }
    struct Invoice: Codable, Sendable {
        let invoiceNumber: String
        let orderNumber: String
        let channel: OrderChannel
        let net: Money
        let invoicedOn: BusinessDate
    }
    /// Net revenue of all invoices.
    let revenue: Money
    let revenueCRM: Money
    let revenueWeb: Money
    /// Web orders that ERP took over.
    let webOrders: Int
    let awaitingPayment: Int
    let shoppers: Int
    let openTodos: Int
    /// The last thirty days, those without an invoice included.
    let days: [Day]
    let latestInvoices: [Invoice]
}

/// `GET dashboard`
func showDashboard(_: NoInput, _ call: Call) async throws -> Dashboard {
    let totals: Totals = try await call.database.one(
        """
        select coalesce(sum(net), 0) as revenue,
            coalesce(sum(net) filter (where channel = 'crm'), 0) as revenue_crm,
            coalesce(sum(net) filter (where channel = 'web'), 0) as revenue_web,
            (select count(*) from web_order where state in ('awaiting_payment', 'paid', 'shipped')) as web_orders,
            (select count(*) from web_order where state = 'awaiting_payment') as awaiting_payment,
            (select count(*) from shopper where removed_at is null) as shoppers,
            (select count(*) from todo where closed_at is null) as open_todos
        from invoice
        """)
    let today = BusinessDate.today
    return Dashboard(
        revenue: totals.revenue, revenueCRM: totals.revenueCRM, revenueWeb: totals.revenueWeb,
        webOrders: totals.webOrders, awaitingPayment: totals.awaitingPayment, shoppers: totals.shoppers,
        openTodos: totals.openTodos,
        days: try await call.database.all(
            """
            select d::date as day,
                coalesce(sum(net) filter (where channel = 'crm'), 0) as crm,
                coalesce(sum(net) filter (where channel = 'web'), 0) as web
            from generate_series(\(today.adding(days: -29))::date, \(today)::date, interval '1 day') d
            left join invoice on invoiced_on = d::date
            group by d order by d
            """),
        latestInvoices: try await call.database.all(
            """
            select invoice_number, order_number, channel, net, invoiced_on from invoice
            order by invoiced_on desc, invoice_number desc limit 20
            """))
}

private struct Totals: Decodable, Sendable {
    let revenue: Money
    let revenueCRM: Money
    let revenueWeb: Money
    let webOrders: Int
    let awaitingPayment: Int
    let shoppers: Int
    let openTodos: Int
}
