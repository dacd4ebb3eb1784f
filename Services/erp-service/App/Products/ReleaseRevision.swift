import ERPEvents
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// Which revision.
struct RevisionPath: Codable, Sendable {
    var id: RevisionID
}

/// What a revision is made of, in place of what was copied from the standard product.
struct ReviseBill: Codable, Sendable {
    var id: RevisionID
    var lines: [BillLineInput]
    var operations: [BillOperationInput]?
}

/// A product revision.
struct RevisionView: Editable, Codable, Sendable {
    let id: RevisionID
    let code: String
    let productID: ProductID
    let sku: String
    let state: String
    let configurationID: ConfigurationID
    let orderID: OrderID
    /// Nil before the order has arrived.
    let orderNumber: String?
    let options: [String: String]
    let billID: UUID
    let chain: UUID
    let etag: String?
}

let revisionColumns: SQL = """
    select r.revision_id as id, r.code, r.product_id, p.sku, r.state, r.configuration_id, r.order_id,
        o.number as order_number, r.options, b.bom_id as bill_id, r.chain, r.xmin::text as etag
    from revision r join product p using (product_id) join bom b on b.revision_id = r.revision_id
        left join sales_order o on o.order_id = r.order_id
    """

func reviseBill(_ input: ReviseBill, _ call: CommandCall) async throws -> RevisionView {
    let revision = try await lockDraft(input.id, call)
    try call.mustBeCurrent(revision.etag)
    try await replaceContents(of: revision.billID, lines: input.lines, operations: input.operations ?? [], call.tx)
    // The bill's lines are the revision's content: another edit of them must see that this one happened.
    try await call.tx.execute("update revision set state = state where revision_id = \(input.id)")
    return try await call.tx.one("\(revisionColumns) where r.revision_id = \(input.id)")
}

func revisionByID(_ input: RevisionPath, _ call: Call) async throws -> RevisionView {
    let revision: RevisionView? = try await call.database.first("\(revisionColumns) where r.revision_id = \(input.id)")
    guard let revision else { throw Problem.notFound("revision", input.id) }
    return revision
}

/// Releases a revision and its bill: one version for all departments, and what the order's work orders are made by.
func releaseRevision(_ input: RevisionPath, _ call: CommandCall) async throws -> RevisionView {
    let revision = try await lockDraft(input.id, call)
    let tx = call.tx
    let lines = try await tx.one("select count(*) from bom_line where bom_id = \(revision.billID)", as: Int.self)
    guard lines > 0 else { throw Problem.conflict("revision \(revision.code) has no bill of materials") }
    _ = try await billsInForce(products: [], revisions: [input.id], tx)
    tx.write(
        "update revision set state = 'released', released_at = now() where revision_id = \(input.id)")
    tx.write("update bom set state = 'released' where bom_id = \(revision.billID)")
    tx.emit(
        RevisionReleased(
            revisionID: input.id, code: revision.code, productID: revision.productID,
            configurationID: revision.configurationID, orderID: revision.orderID))
    try await tx.close(.releaseRevision, for: input.id.rawValue)
    return try await tx.one("\(revisionColumns) where r.revision_id = \(input.id)")
}

private func lockDraft(_ id: RevisionID, _ call: CommandCall) async throws -> RevisionView {
    guard
        let revision = try await call.tx.first(
            "\(revisionColumns) where r.revision_id = \(id) for no key update of r", as: RevisionView.self)
    else { throw Problem.notFound("revision", id) }
    guard revision.state == "draft" else { throw Problem.conflict("revision \(revision.code) is \(revision.state)") }
    call.tx.join(chain: revision.chain)
    return revision
}
