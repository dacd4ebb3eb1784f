/// Which column belongs to which property, worked out once for all rows of a result.
///
/// `customer_id` is found as `customerId`, `customerID` and `customer_id`: case and underscores do not count.
/// Used by one decoding at a time, so the remembered answers need no lock.
final class ColumnNames {
    let result: PostgresResult
    private var byKey: [String: Int?] = [:]
    // Lazy: a single column is never looked up.
    private lazy var byFoldedName = Dictionary(
        result.columns.enumerated().map { (Self.folded($0.element), $0.offset) },
        uniquingKeysWith: { first, _ in first })

    init(_ result: PostgresResult) {
        self.result = result
    }

    func index(of key: String) -> Int? {
        if let known = byKey[key] { return known }
        let found = byFoldedName[Self.folded(key)]
        byKey[key] = .some(found)
        return found
    }

    private static func folded(_ name: String) -> String {
        name.replacing("_", with: "").lowercased()
    }
}
