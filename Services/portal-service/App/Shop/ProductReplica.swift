import ERPEvents
import Kernel
import Messaging
import Postgres

/// What ERP says of a product; what is no longer sold in the shop stays known to old orders.
func keepProduct(_ incoming: Incoming<ProductChanged>, _ tx: EventTransaction) async throws {
    let product = incoming.event
    tx.write(
        """
        insert into product (
            product_id, sku, name, name_zh, description, unit, list_price, tax_rate, category, in_shop)
        values (\(product.productID), \(product.sku), \(product.name), \(product.nameZh), \(product.description),
            \(product.unit.rawValue), \(product.listPrice), \(product.taxRate), \(product.category),
            \(product.sold && product.inShop))
        on conflict (product_id) do update set
            sku = excluded.sku, name = excluded.name, name_zh = excluded.name_zh, description = excluded.description,
            unit = excluded.unit, list_price = excluded.list_price, tax_rate = excluded.tax_rate,
            category = excluded.category, in_shop = excluded.in_shop
        """)
}

/// What can be promised from stock now.
func keepAvailability(_ incoming: Incoming<AvailabilityChanged>, _ tx: EventTransaction) async throws {
    tx.write(
        """
        insert into product_availability (product_id, available)
        values (\(incoming.event.productID), \(incoming.event.available))
        on conflict (product_id) do update set available = excluded.available
        """)
}
