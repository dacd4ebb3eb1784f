import Foundation

/// The answer to a download: a file with a name.
struct Download: Sendable {
    let name: String
    let contentType: String
    let body: Data

    var answer: Answer {
        Answer(
            status: 200, contentType: contentType, body: body,
            headers: [("Content-Disposition", "attachment; filename=\"\(name)\""), ("Cache-Control", "no-store")])
    }

    /// A file that spreadsheets open (RFC 4180).
    static func csv(_ name: String, _ lines: [[String]]) -> Download {
        let text = lines.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
        return Download(
            name: "\(name).csv", contentType: "text/csv; charset=utf-8",
            // Spreadsheets take a file for UTF-8 by its byte order mark.
            body: Data(("\u{FEFF}" + text).utf8))
    }

    /// A field that no spreadsheet takes for a formula (OWASP, CSV injection); an amount below zero is none.
    private static func quoted(_ text: String) -> String {
        let mayBeFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        let safe = mayBeFormula && !isAmount(text.dropFirst()) ? "'" + text : text
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }

    private static func isAmount(_ text: Substring) -> Bool {
        let digits = text.first.map { "¥€$".contains($0) } ?? false ? text.dropFirst() : text
        return digits.first?.isNumber ?? false && digits.allSatisfy { $0.isASCII && $0.isNumber || ",.".contains($0) }
    }
}
