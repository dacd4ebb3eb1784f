import ERPDomain
import EventContracts
import Foundation
import Kernel
import Messaging
import Postgres

/// An order as it arrives, from either channel.
struct NewOrder: Sendable {
    let orderID: OrderID
    let number: String
    let channel: OrderChannel
    let customerID: CustomerID
    let customerName: String
    let paymentTerms: PaymentTerms
    /// Whose it is in CRM, and the quote that it came from.
    var ownerID: StaffID?
    var quoteID: QuoteID?
    var quoteNumber: String?
    var requestedDate: BusinessDate?
    var shipTo: String?
    let lines: [OrderLine]
    let net: Money
    let tax: Money
    let total: Money

    /// Why the amounts cannot be right; nil when they are.
    var fault: String? {
        for line in lines {
            guard line.quantity > .zero else { return "line \(line.sku): the quantity is not above zero" }
            guard
                ValueAddedTax.holds(
                    quantity: line.quantity, unitPrice: line.unitPrice, rate: line.taxRate, net: line.net,
                    tax: line.tax)
            else { return "line \(line.sku): net and tax do not follow from quantity, price and rate" }
        }
        let (net, tax) = lines.reduce((Money.zero, Money.zero)) { ($0.0 + $1.net, $0.1 + $1.tax) }
        if lines.isEmpty { return "there are no lines" }
        return net == self.net && tax == self.tax && net + tax == total ? nil : "the lines do not add up to the total"
    }

    /// How much of each product is asked for, over all lines.
    var demand: [ProductID: ExactDecimal] {
        lines.reduce(into: [:]) { $0[$1.productID, default: .zero] += $1.quantity }
    }

    /// Writes order and lines.
    func insert(_ state: SalesOrderState, reason: String? = nil, _ tx: EventTransaction) async throws {
        tx.write(
            """
            insert into sales_order (order_id, number, channel, customer_id, customer_name, state, payment_terms,
                requested_date, ship_to, net, tax, total, reason, chain, owner_id, quote_id,
                quote_number)
            values (\(orderID), \(number), \(channel), \(customerID), \(customerName), \(state), \(paymentTerms),
                \(requestedDate), \(shipTo), \(net), \(tax), \(total), \(reason), \(tx.chain), \(ownerID),
                \(quoteID), \(quoteNumber))
            """)
        for (index, line) in lines.enumerated() {
            tx.write(
                """
                insert into sales_order_line (line_id, order_id, position, product_id, sku, name, quantity, unit_price,
                    tax_rate, net, tax, configuration_id)
                values (\(line.lineID), \(orderID), \(index + 1), \(line.productID), \(line.sku), \(line.name),
                    \(line.quantity), \(line.unitPrice), \(line.taxRate), \(line.net), \(line.tax),
                    \(line.configurationID))
                """)
        }
    }
}
