import ERPDomain
import Foundation
import Kernel
import Postgres

/// The bills that products are made by, with the ids to refer to them.
struct BillsInForce: Sendable {
    let structure: ProductStructure
    let billIDs: [MakeItem: UUID]
}

/// Reads the released bills of products on a day, and of everything they contain; bills of customers' revisions by the
/// revision, in any state: whoever asks for a draft's bill wants to see what it would be.
/// - Throws: `BillCycle` when a product would contain itself.
func billsInForce(
    products: some Sequence<ProductID>, revisions: [RevisionID], on day: BusinessDate = .today,
    _ database: some PostgresExecutor
) async throws -> BillsInForce {
    let heads = try await database.all(
        """
        with recursive bill (bom_id) as (
            select bom_id from bom
            where revision_id = any(\(revisions)::uuid[]) or (state = 'released' and revision_id is null
                and product_id = any(\(Array(products))::uuid[]) and effective @> \(day)::date)
            union
            select b.bom_id from bill join bom_line l on l.bom_id = bill.bom_id
            join bom b on b.product_id = l.component_id and b.revision_id is null and b.state = 'released'
                and b.effective @> \(day)::date
        )
        select bom_id, product_id, revision_id from bill join bom using (bom_id)
        """, as: BillHead.self)
    var bills: [MakeItem: BillOfMaterials] = [:]
    let contents = try await BillContents(of: heads.map(\.bomID), database)
    for head in heads { bills[head.item] = contents.bill(head.bomID) }
    return BillsInForce(
        structure: try ProductStructure(bills),
        billIDs: Dictionary(heads.map { ($0.item, $0.bomID) }, uniquingKeysWith: { first, _ in first }))
}

private struct BillHead: Decodable, Sendable {
    let bomID: UUID
    let productID: ProductID
    let revisionID: RevisionID?
    var item: MakeItem { MakeItem(productID, revision: revisionID) }
}

/// Lines and operations of several bills, read at once.
private struct BillContents {
    struct Line: Decodable, Sendable {
        let bomID: UUID
        let componentID: ProductID
        let quantity: ExactDecimal
        let scrapPercent: ExactDecimal
        let unit: String
    }
    struct Operation: Decodable, Sendable {
        let bomID: UUID
        let sequence: Int
        let workCentreID: UUID
        let setupMinutes: ExactDecimal
        let runMinutes: ExactDecimal
    }
    let lines: [UUID: [Line]]
    let operations: [UUID: [Operation]]

    init(of bills: [UUID], _ database: some PostgresExecutor) async throws {
        lines = Dictionary(
            grouping: try await database.all(
                """
                select l.bom_id, l.component_id, l.quantity, l.scrap_percent, p.unit
                from bom_line l join product p on p.product_id = l.component_id
                where l.bom_id = any(\(bills)::uuid[]) order by l.bom_id, l.line
                """, as: Line.self), by: \.bomID)
        operations = Dictionary(
            grouping: try await database.all(
                """
                select bom_id, sequence, work_centre_id, setup_minutes, run_minutes
                from bom_operation where bom_id = any(\(bills)::uuid[]) order by bom_id, sequence
                """, as: Operation.self), by: \.bomID)
    }

    func bill(_ id: UUID) -> BillOfMaterials {
        BillOfMaterials(
            lines: (lines[id] ?? []).map {
                .init(
                    component: $0.componentID, quantity: $0.quantity, scrapPercent: $0.scrapPercent,
                    counted: $0.unit == UnitOfMeasure.piece.rawValue)
            },
            operations: (operations[id] ?? []).map {
                .init(
                    sequence: $0.sequence, workCentre: $0.workCentreID, setupMinutes: $0.setupMinutes,
                    runMinutes: $0.runMinutes)
            })
    }
}
