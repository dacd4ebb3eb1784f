import Kernel

/// Two sums of figures, of different services, that are the same thing seen from two sides.
struct FigureComparison: Sendable {
    let what: String
    let left: [String]
    let right: [String]

    static let all = [
        FigureComparison(what: "orders that CRM confirmed", ["crm.orders.confirmed"], ["erp.orders.crm.count"]),
        FigureComparison(what: "value of CRM's orders", ["crm.orders.total"], ["erp.orders.crm.total"]),
        FigureComparison(what: "web orders accepted", ["portal.orders.accepted"], ["erp.orders.web.count"]),
        FigureComparison(what: "value of web orders", ["portal.orders.total"], ["erp.orders.web.total"]),
        FigureComparison(
            what: "net invoiced to CRM's customers", ["crm.orders.invoiced_net"], ["erp.invoiced.crm.net"]),
        FigureComparison(
            what: "net invoiced in the dashboards", ["portal.invoiced.net"],
            ["erp.invoiced.crm.net", "erp.invoiced.web.net"]),
        FigureComparison(
            what: "revenue in the ledger", ["erp.revenue.ledger"], ["erp.invoiced.crm.net", "erp.invoiced.web.net"]),
        FigureComparison(what: "money paid online", ["portal.orders.paid_online"], ["erp.payments.online"]),
        FigureComparison(what: "money owed back online", ["portal.refunds.online"], ["erp.refunds.online"]),
        FigureComparison(
            what: "money given back online", ["portal.refunds.online_made"], ["erp.refunds.online_made"]),
        FigureComparison(what: "web orders shipped", ["portal.orders.shipped"], ["erp.shipped.web.count"]),
        FigureComparison(what: "revenue of customers", ["crm.contribution.revenue"], ["erp.cost.revenue"]),
        FigureComparison(what: "actual cost of orders", ["crm.contribution.cost"], ["erp.cost.total"]),
        FigureComparison(what: "customers", ["crm.customers.count"], ["erp.customers.count"]),
        FigureComparison(what: "trips with money", ["oa.trips.funded"], ["erp.trip_funds.reserved_or_consumed"]),
        FigureComparison(what: "money spent on trips", ["oa.trips.spent"], ["erp.trip_funds.consumed"]),
        FigureComparison(what: "days on trips", ["oa.attendance.trip_days"], ["oa.attendance.expected_days"]),
        FigureComparison(what: "points", ["portal.points.balance"], ["portal.points.expected"]),
    ]

    private init(what: String, _ left: [String], _ right: [String]) {
        self.what = what
        self.left = left
        self.right = right
    }

    /// - Returns: what differs; nil when both sides are equal.
    /// - Throws: `Unexpected` when a service does not tell a figure.
    func difference(in figures: [String: String]) throws -> String? {
        let (a, b) = (try sum(left, figures), try sum(right, figures))
        guard a != b else { return nil }
        return "\(what): \(left.joined(separator: " + ")) = \(a), \(right.joined(separator: " + ")) = \(b)"
    }

    private func sum(_ keys: [String], _ figures: [String: String]) throws -> ExactDecimal {
        try keys.reduce(.zero) { total, key in
            guard let text = figures[key], let value = ExactDecimal(text) else {
                throw Unexpected("no service tells the figure \(key)")
            }
            return total + value
        }
    }
}
