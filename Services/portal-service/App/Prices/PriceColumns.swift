import Foundation
import Kernel
import PortalDomain
import Postgres
import ServiceRuntime

/// What a query reads of a product's prices, to be decided by ``ShopPrices``: beside `p.list_price`, from ``joined``.
enum PriceColumns {
    static let read: SQL = """
        o.member as member_price, o.vip as vip_price, o.special as special_price, o.special_from, o.special_to
        """
    static let joined: SQL = "left join shop_price o on o.product_id = p.product_id"
}

/// A row that has those columns.
protocol PricedRow {
    var listPrice: Money { get }
    var memberPrice: Money? { get }
    var vipPrice: Money? { get }
    var specialPrice: Money? { get }
    var specialFrom: BusinessDate? { get }
    var specialTo: BusinessDate? { get }
}

extension PricedRow {
    var prices: ShopPrices {
        var days: ShopPrices.Days?
        if let specialFrom, let specialTo { days = .init(from: specialFrom, to: specialTo) }
        // A list price that ERP has lowered meanwhile is never undone by what was less than the one before.
        func lower(_ price: Money?) -> Money? { price.map { min($0, listPrice) } }
        return ShopPrices(
            list: listPrice, member: lower(memberPrice), vip: lower(vipPrice), special: lower(specialPrice), days: days)
    }
}

/// How well the shop knows who calls.
func level(of person: Person?, _ database: some PostgresExecutor) async throws -> ShopperLevel {
    guard let person, person.kind == .shopper else { return .guest }
    let points: Int = try await database.one(
        """
        select coalesce(sum(earned), 0) from points_lot
        where shopper_id = \(person.shopperID) and earned_at > now() - interval '1 year'
        """)
    return ShopperLevel(pointsOfTheYear: points)
}
