import ERPDomain
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// Which bill.
struct BillPath: Codable, Sendable {
    var id: UUID
}

private struct DraftedBill: Decodable, Sendable {
    let productID: ProductID
    let version: Int
    let state: String
    let revisionID: RevisionID?
}

/// Releases a draft: from today on the product is made by it, and the version before ends.
func releaseBill(_ input: BillPath, _ call: CommandCall) async throws -> BillState {
    let tx = call.tx
    guard
        let bill = try await tx.first(
            "select product_id, version, state, revision_id from bom where bom_id = \(input.id) for no key update",
            as: DraftedBill.self)
    else { throw Problem.notFound("bill of materials", input.id) }
    guard bill.state == "draft" else { throw Problem.conflict("the bill is \(bill.state)") }
    guard bill.revisionID == nil else { throw Problem.conflict("this bill is released with its revision") }
    try await refuseCycle(input.id, of: bill.productID, tx)
    // A version released earlier today has been in force for no day at all.
    tx.write(
        """
        update bom set state = 'obsolete'
        where product_id = \(bill.productID) and revision_id is null and state = 'released'
            and lower(effective) = \(BusinessDate.today)::date
        """)
    tx.write(
        """
        update bom set effective = daterange(lower(effective), \(BusinessDate.today)::date)
        where product_id = \(bill.productID) and revision_id is null and state = 'released'
            and effective @> \(BusinessDate.today)::date and lower(effective) < \(BusinessDate.today)::date
        """)
    tx.write(
        """
        update bom set state = 'released', effective = daterange(\(BusinessDate.today)::date, null)
        where bom_id = \(input.id)
        """)
    return BillState(id: input.id, productID: bill.productID, version: bill.version, state: "released")
}

/// Refuses a bill by which a product would contain itself. Releases wait for each other, since two bills could close a
/// cycle together.
private func refuseCycle(_ bill: UUID, of product: ProductID, _ tx: EventTransaction) async throws {
    try await tx.execute("select pg_advisory_xact_lock(hashtext('erp.release-bill'))")
    let components = try await tx.all(
        "select component_id from bom_line where bom_id = \(bill)", as: ProductID.self)
    let below = try await billsInForce(products: components, revisions: [], tx)
    var bills = below.structure.bills
    bills[MakeItem(product)] = BillOfMaterials(
        lines: components.map { .init(component: $0, quantity: .one, counted: true) })
    _ = try ProductStructure(bills)
}
