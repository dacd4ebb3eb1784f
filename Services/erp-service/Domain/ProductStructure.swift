import Kernel

/// Something to be made: a product as it stands, or in a revision made for one customer.
public struct MakeItem: Sendable, Hashable {
    public let product: ProductID
    public let revision: RevisionID?

    public init(_ product: ProductID, revision: RevisionID? = nil) {
        self.product = product
        self.revision = revision
    }
}

/// Which bills of materials there are; components are always made by the standard bill.
public struct ProductStructure: Sendable {
    public let bills: [MakeItem: BillOfMaterials]

    /// - Throws: `BillCycle` when a product would contain itself.
    public init(_ bills: [MakeItem: BillOfMaterials]) throws(BillCycle) {
        self.bills = bills
        var levels: [MakeItem: Int] = [:]
        for item in bills.keys.sorted(by: Self.order) {
            _ = try Self.depth(of: item, in: bills, path: [], known: &levels)
        }
        heights = levels
    }

    /// The items in the order of planning: an item comes after everything that contains it (its low-level code).
    public func topDown(_ items: some Sequence<MakeItem>) -> [MakeItem] {
        items.sorted { (height($0), $1.key) > (height($1), $0.key) }
    }

    private let heights: [MakeItem: Int]

    /// The longest way down from the item: 0 for a product that is not made.
    private func height(_ item: MakeItem) -> Int { heights[item] ?? 0 }

    private static func order(_ a: MakeItem, _ b: MakeItem) -> Bool { a.key < b.key }

    private static func depth(
        of item: MakeItem, in bills: [MakeItem: BillOfMaterials], path: [ProductID], known: inout [MakeItem: Int]
    ) throws(BillCycle) -> Int {
        if let depth = known[item] { return depth }
        guard let bill = bills[item] else { return 0 }
        if path.contains(item.product) { throw BillCycle(path: path + [item.product]) }
        var deepest = 0
        for line in bill.lines {
            let below = try depth(of: MakeItem(line.component), in: bills, path: path + [item.product], known: &known)
            deepest = max(deepest, below + 1)
        }
        known[item] = deepest
        return deepest
    }
}

extension MakeItem {
    fileprivate var key: String { product.description + (revision?.description ?? "") }
}

/// A product that would contain itself.
public struct BillCycle: Error, Sendable, Equatable {
    public let path: [ProductID]
}
