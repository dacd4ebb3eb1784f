import ERPEvents
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A product as ERP published it.
struct Product: Codable, Sendable {
    var productID: ProductID
    var sku: String
    var name: String
    var nameZh: String
    var unit: String
    var listPrice: Money
    /// VAT as a share of one.
    var taxRate: ExactDecimal
    var category: String?
    var sold: Bool
    /// Shown to managers only.
    var floorPrice: Money?
}

/// What can be quoted, by its number.
func products(_ input: NoInput, _ call: Call) async throws -> [Product] {
    let showsFloor = Access.roles(.salesManager).admits(try call.signedIn())
    return try await call.database.all(
        """
        select product_id, sku, name, name_zh, unit, list_price, tax_rate, category, sold,
            case when \(showsFloor) then floor_price end as floor_price
        from product left join price_floor using (product_id) where sold order by sku
        """)
}

/// What can be quoted, as a form's field finds it.
func lookUpProducts(_ query: LookupQuery, _ call: Call) async throws -> [LookupEntry] {
    let found: [Product] = try await call.database.all(
        """
        select product_id, sku, name, name_zh, unit, list_price, tax_rate, category, sold,
            null::numeric(18, 2) as floor_price
        from product where sold and \(query.fits("sku", "name", "name_zh"))
        order by \(query.nearest("sku", "name", "name_zh")) limit \(query.rowLimit)
        """)
    return found.map {
        LookupEntry(
            id: $0.productID, number: $0.sku, name: call.name($0.name, $0.nameZh), otherNames: [$0.name, $0.nameZh],
            note: call.format($0.listPrice))
    }
}

extension PostgresExecutor {
    /// The products of the ids that are known here.
    func products(_ ids: [ProductID]) async throws -> [ProductID: Product] {
        let found: [Product] = try await all(
            """
            select product_id, sku, name, name_zh, unit, list_price, tax_rate, category, sold,
                null::numeric(18, 2) as floor_price
            from product where product_id = any(\(ids)::uuid[])
            """)
        return Dictionary(found.map { ($0.productID, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

func productChanged(_ incoming: Incoming<ProductChanged>, _ tx: EventTransaction) async throws {
    let product = incoming.event
    tx.write(
        """
        insert into product (product_id, sku, name, name_zh, description, unit, list_price, tax_rate, category, sold)
        values (\(product.productID), \(product.sku), \(product.name), \(product.nameZh), \(product.description),
            \(product.unit.rawValue), \(product.listPrice), \(product.taxRate), \(product.category), \(product.sold))
        on conflict (product_id) do update set sku = excluded.sku, name = excluded.name, name_zh = excluded.name_zh,
            description = excluded.description, unit = excluded.unit, list_price = excluded.list_price,
            tax_rate = excluded.tax_rate, category = excluded.category, sold = excluded.sold
        """)
}

func priceFloorChanged(_ incoming: Incoming<PriceFloorChanged>, _ tx: EventTransaction) async throws {
    tx.write(
        """
        insert into price_floor (product_id, floor_price)
        values (\(incoming.event.productID), \(incoming.event.floorPrice))
        on conflict (product_id) do update set floor_price = excluded.floor_price
        """)
}
