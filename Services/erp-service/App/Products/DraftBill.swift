import Foundation
import Kernel
import ServiceRuntime

/// A new version of a product's bill of materials.
struct DraftBill: Codable, Sendable {
    var id: ProductID
    var lines: [BillLineInput]
    var operations: [BillOperationInput]?
}

/// A bill that was drafted or released.
struct BillState: Codable, Sendable {
    let id: UUID
    let productID: ProductID
    let version: Int
    let state: String
}

func draftBill(_ input: DraftBill, _ call: CommandCall) async throws -> BillState {
    guard !input.lines.isEmpty else { throw Problem.invalid(field: "lines", "must not be empty") }
    let (id, version) = try await insertBill(
        of: input.id, revision: nil, lines: input.lines, operations: input.operations ?? [], call.tx)
    return BillState(id: id, productID: input.id, version: version, state: "draft")
}
