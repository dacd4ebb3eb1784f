import ERPEvents
import Kernel
import Messaging
import Postgres

/// What ERP says of a product; what is no longer sold in the shop stays known to old orders. Unless somebody has put it
/// elsewhere, it comes to the category that ERP's word leads to.
func keepProduct(_ incoming: Incoming<ProductChanged>, _ tx: EventTransaction) async throws {
    let product = incoming.event
    // Not while somebody changes the categories.
    tx.write("select pg_advisory_xact_lock_shared(hashtext('shop categories'), hashtext(current_schema()))")
    tx.write(
        """
        insert into product (
            product_id, sku, name, name_zh, description, unit, list_price, tax_rate, category, in_shop, category_id)
        values (\(product.productID), \(product.sku), \(product.name), \(product.nameZh), \(product.description),
            \(product.unit.rawValue), \(product.listPrice), \(product.taxRate), \(product.category),
            \(product.sold && product.inShop),
            (select category_id from shop_category where erp_category = \(product.category)::text))
        on conflict (product_id) do update set
            sku = excluded.sku, name = excluded.name, name_zh = excluded.name_zh, description = excluded.description,
            unit = excluded.unit, list_price = excluded.list_price, tax_rate = excluded.tax_rate,
            category = excluded.category, in_shop = excluded.in_shop,
            category_id = case when product.placed_by_hand then product.category_id else excluded.category_id end
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
