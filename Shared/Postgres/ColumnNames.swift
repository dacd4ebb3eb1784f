/// Finds the column of a property: `lineTotal` is `line_total`, however capitals are written.
struct ColumnNames {
    let result: PostgresResult

    init(_ result: PostgresResult) {
        self.result = result
    }

    /// The first column of that name.
    func index(of key: String) -> Int? {
        result.columns.firstIndex { Self.isSame($0, key) }
    }

    /// Compares without making strings: this is asked for every property of every row.
    private static func isSame(_ column: String, _ key: String) -> Bool {
        var left = column.utf8.makeIterator()
        var right = key.utf8.makeIterator()
        while true {
            let (a, b) = (next(&left), next(&right))
            guard a == b else { return false }
            if a == nil { return true }
        }
    }

    /// The next letter in lower case, underscores passed over.
    private static func next(_ letters: inout String.UTF8View.Iterator) -> UInt8? {
        while let letter = letters.next() {
            if letter == UInt8(ascii: "_") { continue }
            return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter) ? letter | 0x20 : letter
        }
        return nil
    }
}
