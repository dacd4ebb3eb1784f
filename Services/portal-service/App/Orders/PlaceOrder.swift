import EventContracts
import Foundation
import Kernel
import Messaging
import PortalDomain
import PortalEvents
import Postgres
import ServiceRuntime

struct PlaceOrder: Codable, Sendable {
    /// Name, address and telephone for the parcel.
    var shipTo: String
}

/// What happened to an order by a command.
struct OrderChanged: Codable, Sendable {
    let id: OrderID
    let number: String
    let state: WebOrderState
}

/// `POST orders`: the cart becomes an order. Prices and tax are frozen; ERP is asked to hold the stock.
func placeOrder(_ input: PlaceOrder, _ call: CommandCall) async throws -> OrderChanged {
    let shopper = try call.signedIn()
    guard (1...500).contains(input.shipTo.count) else {
        throw Problem.invalid(field: "shipTo", "must have 1 to 500 characters")
    }
    // The shopper's row is the lock: two orders at once do not both take the cart.
    let isHere = try await call.tx.first(
        "select removed_at is null from shopper where shopper_id = \(shopper.shopperID) for no key update",
        as: Bool.self)
    guard isHere == true else { throw Problem.notFound("shopper", shopper.shopperID) }
    let lines = try await cartLines(of: shopper, call.tx)
    guard !lines.isEmpty else { throw CartError.empty }
    if let gone = lines.first(where: { !$0.inShop }) { throw CartError.notInShop(gone.productID) }

    let order = PlacedOrder(
        id: OrderID(), number: try await documentNumber("WEB", call.tx), shopper: shopper, lines: lines,
        shipTo: input.shipTo)
    try await order.store(call.tx)
    call.tx.write("delete from cart_line where shopper_id = \(shopper.shopperID)")
    call.tx.emit(order.event)
    return OrderChanged(id: order.id, number: order.number, state: .placed)
}

/// An order at the moment when it is placed.
private struct PlacedOrder: Sendable {
    let id: OrderID
    let number: String
    let shopper: Person
    let lines: [OrderLine]
    let totals: OrderTotals
    let shipTo: String

    init(id: OrderID, number: String, shopper: Person, lines: [CartLineRow], shipTo: String) {
        self.id = id
        self.number = number
        self.shopper = shopper
        self.shipTo = shipTo
        totals = OrderTotals(lines.map(\.priced))
        self.lines = lines.map { line in
            OrderLine(
                lineID: UUID.timeOrdered(), productID: line.productID, sku: line.sku, name: line.name,
                quantity: line.quantity, unitPrice: line.unitPrice, taxRate: line.taxRate, net: line.priced.net,
                tax: line.priced.tax)
        }
    }

    var event: WebOrderPlaced {
        WebOrderPlaced(
            orderID: id, number: number, shopperID: shopper.shopperID, shopperName: shopper.name, lines: lines,
            net: totals.net, tax: totals.tax, total: totals.total, shipTo: shipTo)
    }

    func store(_ tx: EventTransaction) async throws {
        tx.write(
            """
            insert into web_order (order_id, number, shopper_id, state, net, tax, total, ship_to, chain)
            values (\(id), \(number), \(shopper.shopperID), \(WebOrderState.placed), \(totals.net), \(totals.tax),
                \(totals.total), \(shipTo), \(tx.chain))
            """)
        for (position, line) in lines.enumerated() {
            tx.write(
                """
                insert into web_order_line (
                    order_id, line_id, position, product_id, sku, name, quantity, unit_price, tax_rate, net, tax)
                values (\(id), \(line.lineID), \(position), \(line.productID), \(line.sku), \(line.name),
                    \(line.quantity), \(line.unitPrice), \(line.taxRate), \(line.net), \(line.tax))
                """)
        }
        try await recordStep(.placed, of: id, tx)
    }
}
