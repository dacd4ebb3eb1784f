import ERPDomain
import Foundation
import Kernel
import Messaging
import Postgres

/// What an order asks for and what it already has, read under the order's lock.
struct OrderSupply: Sendable {
    /// The lines of the order, and the material of its work orders that are not yet started.
    private(set) var demand: [MakeItem: ExactDecimal] = [:]
    /// Held for the order, made for it, or being made for it.
    private(set) var own: [MakeItem: ExactDecimal] = [:]
    /// When what is being made will be there.
    private(set) var finish: [MakeItem: BusinessDate] = [:]

    /// Everything that netting could touch, so that its stock can be locked.
    var products: Set<ProductID> { Set(demand.keys.map(\.product)) }

    init(of order: OrderID, lines: [PlannedLine], _ tx: EventTransaction) async throws {
        for line in lines { demand[line.item, default: .zero] += line.quantity }
        let material = try await tx.all(
            """
            select m.component_id as product_id, sum(m.required - m.issued) as quantity
            from work_order w join work_order_material m using (work_order_id)
            where w.order_id = \(order) and w.state = 'planned' group by m.component_id
            """, as: ProductQuantity.self)
        for need in material { demand[MakeItem(need.productID), default: .zero] += need.quantity }
        for held in try await reservations(of: order, tx) {
            own[MakeItem(held.productID), default: .zero] += held.quantity
        }
        for goods in try await ownGoods(of: order, tx) {
            own[MakeItem(goods.productID), default: .zero] += goods.quantity
        }
        try await addWorkOrders(of: order, tx)
    }

    private struct Made: Decodable, Sendable {
        let productID: ProductID
        let revisionID: RevisionID?
        let state: WorkOrderState
        let quantity: ExactDecimal
        let finishOn: BusinessDate
    }

    private mutating func addWorkOrders(of order: OrderID, _ tx: EventTransaction) async throws {
        let made = try await tx.all(
            """
            select product_id, revision_id, state, case when state = 'completed' then good else quantity end as quantity,
                finish_on
            from work_order where order_id = \(order) and state <> 'cancelled'
            """, as: Made.self)
        for work in made {
            let item = MakeItem(work.productID, revision: work.revisionID)
            if work.state == .completed {
                // The order's goods in stock do not say which revision they are: a customer's is counted by its work
                // orders, and so not as the standard product too.
                guard work.revisionID != nil else { continue }
                own[item, default: .zero] += work.quantity
                own[MakeItem(work.productID), default: .zero] -= work.quantity
            } else {
                own[item, default: .zero] += work.quantity
                finish[item] = max(finish[item] ?? work.finishOn, work.finishOn)
            }
        }
    }

    /// What netting may use of an item.
    func supply(of item: MakeItem, free: ExactDecimal, lot: LotRule) -> OrderPlan.Supply {
        // What one customer was promised is never taken from stock made for anyone.
        OrderPlan.Supply(
            own: max(own[item] ?? .zero, .zero), free: item.revision == nil ? free : .zero, lot: lot)
    }
}

/// A line of an order as planning sees it.
struct PlannedLine: Sendable {
    let item: MakeItem
    let quantity: ExactDecimal
}
