import ERPDomain
import Foundation
import Kernel
import Messaging
import Postgres
import ServiceRuntime

/// A component of a bill as it is typed and shown.
struct BillLineInput: Codable, Sendable {
    var componentID: ProductID
    var quantity: ExactDecimal
    var scrapPercent: ExactDecimal?
}

/// An operation of a bill as it is typed and shown.
struct BillOperationInput: Codable, Sendable {
    var workCentreID: UUID
    var setupMinutes: ExactDecimal
    var runMinutes: ExactDecimal
}

/// Adds the next version of a product's bill, as a draft. The product's row is locked so that versions have no holes.
func insertBill(
    of product: ProductID, revision: RevisionID?, lines: [BillLineInput], operations: [BillOperationInput],
    _ tx: EventTransaction
) async throws -> (id: UUID, version: Int) {
    guard
        let serial = try await tx.first(
            "select serial from product where product_id = \(product) for update", as: Int.self)
    else { throw Problem.notFound("product", product) }
    let id = UUID.timeOrdered()
    let version = try await tx.one(
        """
        insert into bom (bom_id, product_id, product_serial, version, revision_id, state)
        select \(id)::uuid, \(product)::uuid, \(serial)::bigint, coalesce(max(version), 0) + 1, \(revision)::uuid,
            'draft'
        from bom where product_id = \(product)
        returning version
        """, as: Int.self)
    try await replaceContents(of: id, lines: lines, operations: operations, tx)
    return (id, version)
}

/// Writes the lines and operations of a draft.
func replaceContents(
    of bill: UUID, lines: [BillLineInput], operations: [BillOperationInput], _ tx: EventTransaction
) async throws {
    try await tx.execute("delete from bom_line where bom_id = \(bill)")
    try await tx.execute("delete from bom_operation where bom_id = \(bill)")
    for (index, line) in lines.enumerated() {
        let scrap = line.scrapPercent ?? .zero
        guard line.quantity > .zero else { throw Problem.invalid(field: "lines[\(index)].quantity", "must be above 0") }
        guard scrap >= .zero, scrap < ExactDecimal(100) else {
            throw Problem.invalid(field: "lines[\(index)].scrapPercent", "must be from 0 to below 100")
        }
        try await tx.execute(
            """
            insert into bom_line (bom_id, line, component_id, quantity, scrap_percent)
            values (\(bill), \(index + 1), \(line.componentID), \(line.quantity), \(scrap))
            """)
    }
    for (index, operation) in operations.enumerated() {
        try await tx.execute(
            """
            insert into bom_operation (bom_id, sequence, work_centre_id, setup_minutes, run_minutes)
            values (\(bill), \(index + 1), \(operation.workCentreID), \(operation.setupMinutes),
                \(operation.runMinutes))
            """)
    }
}

/// The lines and operations of a bill, for copying and showing.
func contents(of bill: UUID, _ database: some PostgresExecutor) async throws
    -> (lines: [BillLineInput], operations: [BillOperationInput])
{
    let lines = try await database.all(
        "select component_id, quantity, scrap_percent from bom_line where bom_id = \(bill) order by line",
        as: BillLineInput.self)
    let operations = try await database.all(
        """
        select work_centre_id, setup_minutes, run_minutes from bom_operation where bom_id = \(bill) order by sequence
        """, as: BillOperationInput.self)
    return (lines, operations)
}
