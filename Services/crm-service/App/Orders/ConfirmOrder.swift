import CRMDomain
import CRMEvents
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

extension EventTransaction {
    /// Makes the order of an accepted version, with a configuration for every line that has options, and tells ERP.
    func confirmOrder(
        from locked: LockedQuote, _ version: StoredVersion, requested: BusinessDate
    ) async throws -> QuoteAcceptedResult {
        let quote = locked.quote
        let orderID = OrderID()
        let number = try await documentNumber("SO", self)
        let customerName = try await customerName(quote.customerID)
        try await execute(
            """
            insert into sales_order (order_id, number, channel, customer_id, customer_name, quote_id, version,
                opportunity_id, lead_id, owner_id, requested_date, net, tax, total, chain)
            values (\(orderID), \(number), \(OrderChannel.crm), \(quote.customerID), \(customerName), \(quote.quoteID),
                \(version.version), \(quote.opportunityID),
                (select lead_id from opportunity where opportunity_id = \(quote.opportunityID)), \(quote.ownerID),
                \(requested), \(version.net), \(version.tax), \(version.total), \(quote.chain))
            """)
        var lines: [OrderLine] = []
        for line in locked.lines(version.version) {
            lines.append(orderLine(line, try await agree(on: line, orderID)))
        }
        try await saveLines(lines, of: orderID)
        emit(
            OrderConfirmed(
                orderID: orderID, number: number, customerID: quote.customerID, customerName: customerName,
                quoteID: quote.quoteID, quoteNumber: quote.number, ownerID: quote.ownerID, requestedDate: requested,
                lines: lines, net: version.net, tax: version.tax, total: version.total))
        try await record(
            "crm.order.confirmed", of: .order, orderID.rawValue, number: number, amount: version.total)
        return QuoteAcceptedResult(orderID: orderID, orderNumber: number)
    }

    /// Stores the frozen lines of an order.
    func saveLines(_ lines: [OrderLine], of order: OrderID) async throws {
        for (index, line) in lines.enumerated() {
            try await execute(
                """
                insert into sales_order_line (order_id, line_no, line_id, product_id, sku, name, quantity, unit_price,
                    tax_rate, net, tax)
                values (\(order), \(index + 1), \(line.lineID), \(line.productID), \(line.sku), \(line.name),
                    \(line.quantity), \(line.unitPrice), \(line.taxRate), \(line.net), \(line.tax))
                """)
        }
    }

    /// What the customer was promised for a line becomes a configuration; engineering makes a revision of it.
    private func agree(on line: StoredLine, _ order: OrderID) async throws -> ConfigurationID? {
        guard !line.options.isEmpty else { return nil }
        let id = ConfigurationID()
        let number = try await documentNumber("CF", self)
        try await execute(
            """
            insert into configuration (configuration_id, number, order_id, line_id, product_id, options)
            values (\(id), \(number), \(order), \(line.lineID), \(line.productID), \(try JSONB(line.options)))
            """)
        emit(
            ConfigurationAccepted(
                configurationID: id, number: number, orderID: order, lineID: line.lineID, productID: line.productID,
                options: line.options))
        return id
    }
}

private func orderLine(_ line: StoredLine, _ configuration: ConfigurationID?) -> OrderLine {
    OrderLine(
        lineID: line.lineID, productID: line.productID, sku: line.sku, name: line.name, quantity: line.quantity,
        unitPrice: line.unitPrice, taxRate: line.taxRate, net: line.net, tax: line.tax,
        configurationID: configuration)
}
