import CRMDomain
import Foundation
import Kernel
import ServiceRuntime

/// A product of a quote and what each version says of it.
struct ComparedProduct: Codable, Sendable {
    struct Cell: Codable, Sendable {
        let offered: String
        let agreed: String?
        /// Other than in the version before.
        let changed: Bool
        let belowFloor: Bool
        let floor: String?
    }
    let sku: String
    let productName: String
    let listPrice: String
    let cells: [Cell]
}

/// The products of all versions in the order in which they came up, with a cell for each version.
func compare(_ versions: [QuoteVersionDetail], _ call: Call) -> [ComparedProduct] {
    var seen = Set<ProductID>()
    let lines = versions.flatMap(\.lines).filter { seen.insert($0.productID).inserted }
    return lines.map { line in
        var before: ComparedProduct.Cell?
        let cells = versions.map { version in
            let next = cell(version.lines.filter { $0.productID == line.productID }, after: before, call)
            before = next
            return next
        }
        return ComparedProduct(
            sku: line.sku, productName: call.name(line.name, line.nameZh), listPrice: call.format(line.listPrice),
            cells: cells)
    }
}

private func cell(
    _ lines: [QuoteLineDetail], after before: ComparedProduct.Cell?, _ call: Call
) -> ComparedProduct.Cell {
    let offered =
        lines.isEmpty
        ? "—" : lines.map { "\($0.quantity) × \(call.format($0.unitPrice))" }.joined(separator: " + ")
    let options = lines.flatMap { $0.options.sorted { $0.key < $1.key } }
        .map { "\(optionLabel($0.key, call)): \($0.value)" }
    let agreed = options.isEmpty ? nil : options.joined(separator: ", ")
    return ComparedProduct.Cell(
        offered: offered, agreed: agreed,
        changed: before.map { $0.offered != offered || $0.agreed != agreed } ?? false,
        belowFloor: lines.contains(where: \.belowFloor),
        floor: lines.compactMap(\.floorPrice).first.map { call.format($0) })
}
