import CRMEvents
import ERPEvents
import Foundation
import Kernel
import Messaging
import Postgres

/// What a customer was promised becomes a draft revision: the standard bill, copied, waits for engineering to make it
/// what was agreed and release it.
func draftRevision(_ incoming: Incoming<ConfigurationAccepted>, _ tx: EventTransaction) async throws {
    let promise = incoming.event
    guard
        let sku = try await tx.first("select sku from product where product_id = \(promise.productID)", as: String.self)
    else { throw NotYet("product \(promise.productID) is not known") }
    let revision = RevisionID()
    let code = "\(sku)-\(promise.number)"
    tx.write(
        """
        insert into revision
            (revision_id, code, product_id, state, configuration_id, order_id, order_line_id, options, chain)
        values (\(revision), \(code), \(promise.productID), 'draft', \(promise.configurationID), \(promise.orderID),
            \(promise.lineID), \(try JSONB(promise.options)), \(tx.chain))
        """)
    let standard = try await tx.first(
        """
        select bom_id from bom where product_id = \(promise.productID) and revision_id is null
            and state = 'released' and effective @> \(BusinessDate.today)::date
        """, as: UUID.self)
    var (lines, operations): ([BillLineInput], [BillOperationInput]) = ([], [])
    if let standard { (lines, operations) = try await contents(of: standard, tx) }
    _ = try await insertBill(
        of: promise.productID, revision: revision, lines: lines, operations: operations, tx)
    tx.emit(
        RevisionDrafted(
            revisionID: revision, code: code, productID: promise.productID,
            configurationID: promise.configurationID, orderID: promise.orderID))
    try await tx.open(.releaseRevision, for: revision.rawValue, subject: code, link: "/erp/revisions")
}
