import Kernel
import Postgres

/// What the work orders of an order need and nobody has: neither held for it, nor being made for it, nor in free stock.
struct MissingMaterial: Codable, Sendable {
    let productID: ProductID
    let sku: String
    let name: String
    let nameZh: String
    let unit: String
    let quantity: ExactDecimal
}

/// What is to be bought now for an order; empty before it is planned and once the goods are there.
func missingMaterial(of order: OrderID, _ database: some PostgresExecutor) async throws -> [MissingMaterial] {
    try await database.all(
        """
        with need as (
            select m.component_id as product_id, sum(m.required - m.issued) as quantity
            from work_order w join work_order_material m using (work_order_id)
            where w.order_id = \(order) and w.state = 'planned' group by m.component_id
        ), supply as (
            select product_id, quantity from reservation where order_id = \(order)
            union all
            select product_id, on_hand - reserved from stock
            where held_for in (\(order), '00000000-0000-0000-0000-000000000000')
            union all
            select product_id, quantity from work_order
            where order_id = \(order) and state in ('planned', 'started')
        ), missing as (
            select product_id, need.quantity - coalesce(
                (select sum(s.quantity) from supply s where s.product_id = need.product_id), 0) as quantity
            from need
        )
        select p.product_id, p.sku, p.name, p.name_zh, p.unit, missing.quantity
        from missing join product p using (product_id) where missing.quantity > 0 order by p.sku
        """)
}
