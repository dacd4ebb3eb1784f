/// Finds the column of a property: `lineTotal` is `line_total`, however capitals are written.
final class ColumnNames {
    /// What was asked for, where it was found, and how it is read.
    private struct Asked {
        let key: String
        let column: Int?
        /// A ``CellReader`` of the type.
        var reader: AnyObject?
        var type: ObjectIdentifier?
    }

    let result: PostgresResult
    private var asked: [Asked] = []
    /// Which of them was asked for last: every row asks in the same order.
    private var last = 0

    init(_ result: PostgresResult) {
        self.result = result
    }

    /// The first column of that name.
    func index(of key: String) -> Int? { asked[place(of: key)].column }

    /// How the column that was asked for last, which the cell is of, is read as that type.
    func reader<T: Decodable>(of type: T.Type, _ cell: PostgresCell) -> CellReader<T> {
        // A checked cast would look for the class of such readers, every time.
        if asked[last].type == ObjectIdentifier(type), let reader = asked[last].reader {
            return unsafeDowncast(reader, to: CellReader<T>.self)
        }
        let reader = CellReader(type, isJSON: cell.isJSON)
        (asked[last].reader, asked[last].type) = (reader, ObjectIdentifier(type))
        return reader
    }

    private func place(of key: String) -> Int {
        // Mostly it is the one behind the last.
        for step in asked.indices {
            let place = (last + 1 + step) % asked.count
            guard asked[place].key == key else { continue }
            last = place
            return place
        }
        let column = result.columns.firstIndex { Self.isSame($0, key) }
        last = asked.count
        asked.append(Asked(key: key, column: column))
        return last
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
