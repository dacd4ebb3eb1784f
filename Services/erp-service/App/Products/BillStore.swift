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
            "select serial from product where product_id = \(product) for no key update", as: Int.self)
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
    try await check(lines, operations, tx)
    tx.write("delete from bom_line where bom_id = \(bill)")
    tx.write("delete from bom_operation where bom_id = \(bill)")
    for (index, line) in lines.enumerated() {
        tx.write(
            """
            insert into bom_line (bom_id, line, component_id, quantity, scrap_percent)
            values (\(bill), \(index + 1), \(line.componentID), \(line.quantity),
                \(line.scrapPercent ?? .zero))
            """)
    }
    for (index, operation) in operations.enumerated() {
        tx.write(
            """
            insert into bom_operation (bom_id, sequence, work_centre_id, setup_minutes, run_minutes)
            values (\(bill), \(index + 1), \(operation.workCentreID), \(operation.setupMinutes),
                \(operation.runMinutes))
            """)
    }
}

/// - Throws: `Problem` naming every field that is wrong.
private func check(
    _ lines: [BillLineInput], _ operations: [BillOperationInput], _ tx: EventTransaction
) async throws {
    let (parts, centres) = (lines.map(\.componentID), operations.map(\.workCentreID))
    let known = Set(
        try await tx.all(
            "select product_id from product where product_id = any(\(parts)::uuid[])", as: ProductID.self))
    let places = Set(
        try await tx.all(
            "select work_centre_id from work_centre where work_centre_id = any(\(centres)::uuid[])", as: UUID.self))
    var faults: [FieldProblem] = []
    func note(_ isBroken: Bool, _ field: String, _ message: Phrase) {
        if isBroken { faults.append(FieldProblem(field: field, message: message)) }
    }
    for (index, line) in lines.enumerated() {
        let (row, scrap) = ("lines[\(index)]", line.scrapPercent ?? .zero)
        note(!known.contains(line.componentID), "\(row).componentID", "there is no such product")
        note(parts[..<index].contains(line.componentID), "\(row).componentID", "is on an earlier line already")
        note(line.quantity <= .zero, "\(row).quantity", "must be above 0")
        note(scrap < .zero || scrap >= ExactDecimal(100), "\(row).scrapPercent", "must be from 0 to below 100")
    }
    for (index, operation) in operations.enumerated() {
        let row = "operations[\(index)]"
        note(!places.contains(operation.workCentreID), "\(row).workCentreID", "there is no such work centre")
        note(operation.setupMinutes < .zero, "\(row).setupMinutes", "must not be negative")
        note(operation.runMinutes < .zero, "\(row).runMinutes", "must not be negative")
    }
    guard faults.isEmpty else { throw Problem.invalid(faults) }
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
