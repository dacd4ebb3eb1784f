/// Finds the column of a property: `lineTotal` is `line_total`, however capitals are written.
final class ColumnNames {
    let result: PostgresResult
    /// What was asked for, and where it was found.
    private var asked: [(key: String, column: Int?)] = []
    /// Which of them was asked for last: every row asks in the same order.
    private var last = 0

    init(_ result: PostgresResult) {
        self.result = result
    }

    /// The first column of that name.
    func index(of key: String) -> Int? {
        for step in 0..<asked.count {
            let place = (last + step) % asked.count
            guard asked[place].key == key else { continue }
            last = place
            return asked[place].column
        }
        let column = result.columns.firstIndex { Self.isSame($0, key) }
        last = asked.count
        asked.append((key, column))
        return column
    }

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
