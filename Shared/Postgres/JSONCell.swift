import Foundation

/// Reads a cell that holds a JSON document.
func decodeJSON<T: Decodable>(_ type: T.Type, from cell: PostgresCell) throws -> T {
    guard !cell.isNull else {
        throw PostgresError.decoding(column: cell.columnName, type: "\(type)", found: "NULL")
    }
    do {
        return try JSONB.decoder.decode(type, from: cell.withBytes { Data($0) })
    } catch {
        throw PostgresError.decoding(column: cell.columnName, type: "\(type)", found: shape(of: error))
    }
}

/// What is wrong with a document, and where; never the value, which may be personal data.
private func shape(of error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, let context)?: "JSON without \(path(context.codingPath + [key]))"
    case .valueNotFound(let type, let context)?: "JSON with null where \(path(context.codingPath)) is a \(type)"
    case .typeMismatch(let type, let context)?: "JSON whose \(path(context.codingPath)) is no \(type)"
    case .dataCorrupted(let context)?: "JSON whose \(path(context.codingPath)) is refused"
    default: "JSON that it refuses"
    }
}

private func path(_ keys: [any CodingKey]) -> String {
    keys.isEmpty ? "whole" : keys.map { $0.intValue.map { String($0) } ?? $0.stringValue }.joined(separator: ".")
}
