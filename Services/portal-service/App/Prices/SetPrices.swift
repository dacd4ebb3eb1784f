import Kernel
import Messaging
import PortalDomain
import Postgres
import ServiceRuntime

/// All prices of a product but its list price, which is ERP's; what is left out is not asked any more.
struct SetPrices: Codable, Sendable {
    var id: ProductID
    /// Before VAT, for whoever is registered.
    var member: ExactDecimal?
    /// For those who earned 1,000 points within a year.
    var vip: ExactDecimal?
    /// For everybody, on the days from the first to the last.
    var special: ExactDecimal?
    var specialFrom: BusinessDate?
    var specialTo: BusinessDate?
}

/// A product whose prices were set.
struct PricesSet: Codable, Sendable {
    let id: ProductID
}

/// What a product costs whom, to be changed.
struct PricesToEdit: Editable, Codable, Sendable {
    let id: ProductID
    let member: ExactDecimal?
    let vip: ExactDecimal?
    let special: ExactDecimal?
    let specialFrom: BusinessDate?
    let specialTo: BusinessDate?
    let etag: String?

    /// A product that has its list price alone is a revision, too.
    static func find(_ id: ProductID, _ database: some PostgresExecutor) async throws -> PricesToEdit {
        let found: PricesToEdit? = try await database.first(
            """
            select product_id as id, member, vip, special, special_from, special_to,
                coalesce(shop_price.xmin::text, 'none') as etag
            from product left join shop_price using (product_id) where product_id = \(id)
            """)
        guard let found else { throw Problem.notFound("product", id) }
        return found
    }
}

/// `GET products/{id}/prices`
func pricesToEdit(_ path: ProductPath, _ call: Call) async throws -> PricesToEdit {
    try await .find(path.id, call.database)
}

/// `PUT products/{id}/prices`
func setPrices(_ input: SetPrices, _ call: CommandCall) async throws -> PricesSet {
    let list = try await call.tx.first(
        "select list_price from product where product_id = \(input.id) for no key update", as: Money.self)
    guard let list else { throw Problem.notFound("product", input.id) }
    try call.mustBeCurrent(try await PricesToEdit.find(input.id, call.tx).etag)
    guard (input.specialFrom == nil) == (input.specialTo == nil) else { throw ShopPricesError.specialNeedsDays }
    var days: ShopPrices.Days?
    if let from = input.specialFrom, let to = input.specialTo { days = .init(from: from, to: to) }
    let prices = ShopPrices(
        list: list, member: try amount(input.member, "member"), vip: try amount(input.vip, "vip"),
        special: try amount(input.special, "special"), days: days)
    try prices.check()
    call.tx.write(
        """
        insert into shop_price (product_id, member, vip, special, special_from, special_to)
        values (\(input.id), \(prices.member), \(prices.vip), \(prices.special), \(days?.from), \(days?.to))
        on conflict (product_id) do update set member = excluded.member, vip = excluded.vip,
            special = excluded.special, special_from = excluded.special_from, special_to = excluded.special_to
        """)
    return PricesSet(id: input.id)
}

private func amount(_ number: ExactDecimal?, _ field: String) throws -> Money? {
    guard let number else { return nil }
    guard let money = Money(number.description) else {
        throw Problem.invalid(field: field, "must be an amount with two places at most")
    }
    return money
}
