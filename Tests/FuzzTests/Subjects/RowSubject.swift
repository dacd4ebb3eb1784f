import CPostgres
import Foundation

@testable import Postgres

private enum Colour: String, Codable { case red, green }

private struct Document: Codable { var at: Date, lines: [Line?], amount: Decimal }
private struct Line: Codable { var number: Int, colour: Colour }

private struct Row: Decodable {
    var id: UUID
    var amount: Decimal?
    var count: Int32
    var at: Date?
    var tags: [String?]
    var colour: Colour?
    var document: Document?
}

extension Subject {
    /// Rows of a result, whatever the server sent. What cannot be read is refused by an error that names the column.
    ///
    /// An input is the values of the seven columns, each ended by a NUL; those that are missing are NULL.
    static let rows = Subject(name: "rows") {
        let id = "00000000-0000-7000-8000-000000000001"
        let document = #"{"at":"2026-11-24T12:00:00.5Z","lines":[{"number":1,"colour":"red"},null],"amount":1.5}"#
        return [
            [id, "12.50", "-3", "2026-11-24 12:00:00+00", #"{a,"b c",NULL}"#, "green", document],
            [id, "0", "0", "infinity", "{}", "red", #"{"at":"2026-11-24","lines":[],"amount":0}"#], [id],
        ].map { Array($0.joined(separator: "\0").utf8) }
    } check: { input in
        let row = try row(of: input)
        do {
            _ = try row.decode(as: Row.self)
        } catch PostgresError.decoding(let column, _, _) {
            guard names.contains(column) else { throw Broken("the column is called \(column)") }
        } catch {
            throw Broken("a row that cannot be read throws \(error)")
        }
    }

    private static let names = ["id", "amount", "count", "at", "tags", "colour", "document"]

    private static func row(of input: [UInt8]) throws -> PostgresRow {
        let copies = names.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        var columns = copies.enumerated().map { index, name in
            PGresAttDesc(
                name: name, tableid: 0, columnid: 0, format: 0, typid: index == names.count - 1 ? 3802 : 25,
                typlen: -1, atttypmod: -1)
        }
        guard let result = PQmakeEmptyPGresult(nil, PGRES_TUPLES_OK),
            PQsetResultAttrs(result, Int32(columns.count), &columns) == 1
        else { throw Broken("no memory for a result") }
        let values = input.split(separator: 0, maxSplits: names.count - 1, omittingEmptySubsequences: false)
        for (column, value) in values.enumerated() {
            var bytes = value.map { CChar(bitPattern: $0) }
            PQsetvalue(result, 0, Int32(column), &bytes, Int32(bytes.count))
        }
        return PostgresRow(result: PostgresResult(owning: result), index: 0)
    }
}
