import Foundation
import Kernel
import PortalDomain
import Postgres
import ServiceRuntime

/// A shopper's points.
struct PointsStatement: Codable, Sendable {
    struct Lot: Codable, Sendable {
        let orderID: OrderID
        let orderNumber: String
        let earned: Int
        let remaining: Int
        let earnedAt: Date
    }
    let balance: Int
    let lots: [Lot]
}

/// `GET points`
func showPoints(_: NoInput, _ call: Call) async throws -> PointsStatement {
    let rows = try await pointsLots(of: try call.signedIn().shopperID, call.database)
    return PointsStatement(
        balance: rows.map(\.lot).balance,
        lots: rows.map {
            .init(
                orderID: $0.orderID, orderNumber: $0.number, earned: $0.earned, remaining: $0.remaining,
                earnedAt: $0.earnedAt)
        })
}

/// A lot as it is kept.
struct PointsLotRow: Decodable, Sendable {
    let orderID: OrderID
    let number: String
    let earned: Int
    let remaining: Int
    let earnedAt: Date

    var lot: PointsLot { PointsLot(orderID: orderID, earned: earned, remaining: remaining) }
}

/// The shopper's lots, the newest first.
func pointsLots(of shopper: ShopperID, _ database: some PostgresExecutor) async throws -> [PointsLotRow] {
    try await database.all(
        """
        select l.order_id, o.number, l.earned, l.remaining, l.earned_at
        from points_lot l join web_order o using (order_id)
        where l.shopper_id = \(shopper) order by l.earned_at desc, l.order_id desc
        """)
}

/// A shopper's points as a page.
struct PointsView: Codable, Sendable {
    struct Lot: Codable, Sendable {
        let link: String
        let number: String
        let earned: Int
        let remaining: Int
        let earnedAt: String
    }
    let balance: Int
    let lots: [Lot]
    let isEmpty: Bool
}

/// `/points`
func pointsPage(_ input: NoInput, _ call: Call) async throws -> PointsView {
    let statement = try await showPoints(input, call)
    return PointsView(
        balance: statement.balance,
        lots: statement.lots.map {
            .init(
                link: "/orders/\($0.orderID)", number: $0.orderNumber, earned: $0.earned, remaining: $0.remaining,
                earnedAt: call.format($0.earnedAt))
        },
        isEmpty: statement.lots.isEmpty)
}
