import Foundation

/// What the header of a part says: its name, and of a file what it was called (RFC 7578, 4.2 and 4.4).
struct MultipartHeader {
    let name: String
    let filename: String?
    let contentType: String?

    /// - Throws: ``Problem`` 400 for a part that no form sends.
    init(_ bytes: Data) throws {
        guard let text = String(bytes: bytes, encoding: .utf8) else {
            throw MultipartReader.malformed("a part's header is not UTF-8")
        }
        var fields: [String: String] = [:]
        for line in text.components(separatedBy: "\r\n") {
            guard line.unicodeScalars.allSatisfy({ ($0.value >= 0x20 && $0.value != 0x7F) || $0 == "\t" }) else {
                throw MultipartReader.malformed("a part's header has control characters")
            }
            guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else {
                throw MultipartReader.malformed("a part's header has a line without a name")
            }
            let name = line[..<colon].lowercased()
            guard fields.updateValue(String(line[line.index(after: colon)...]).trimmed, forKey: name) == nil else {
                throw MultipartReader.malformed("a part's header says something twice")
            }
        }
        // Long obsolete, and a way to hide a content from whoever looks at it.
        guard fields["content-transfer-encoding"].map({ ["binary", "8bit", "7bit"].contains($0.lowercased()) }) ?? true
        else { throw MultipartReader.malformed("a part is encoded") }
        guard let (kind, parameters) = fields["content-disposition"].flatMap(HeaderParameters.read),
            kind == "form-data", let name = parameters["name"], Self.isName(name)
        else { throw MultipartReader.malformed("a part has no name that a field can have") }
        self.name = name
        filename = parameters["filename"].map(Self.lastStep)
        contentType = fields["content-type"].flatMap { HeaderParameters.read($0)?.value }
    }

    /// What fields of forms with files are called by; the API's document says the same (``InputSchema/form(_:)``).
    static let namePattern = "^[A-Za-z0-9_-]{1,100}$"

    private static func isName(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
    }

    /// Some browsers sent whole paths.
    private static func lastStep(_ name: String) -> String {
        String(name.split { $0 == "/" || $0 == "\\" }.last ?? "")
    }
}

/// A header field's value with its parameters: `form-data; name="a"; filename="b.png"`.
enum HeaderParameters {
    /// - Returns: the value in lower case and the parameters by their names in lower case; nil when it is not of that form.
    static func read(_ text: String) -> (value: String, parameters: [String: String])? {
        guard let value = text.split(separator: ";", maxSplits: 1).first else { return nil }
        var rest = text.dropFirst(value.count)
        var parameters: [String: String] = [:]
        while rest.first == ";" {
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            if rest.isEmpty { break }
            guard let equals = rest.firstIndex(of: "="),
                let (content, after) = content(rest[rest.index(after: equals)...])
            else { return nil }
            let name = String(rest[..<equals]).trimmed.lowercased()
            guard !name.isEmpty, parameters.updateValue(content, forKey: name) == nil else { return nil }
            rest = after.drop { $0 == " " || $0 == "\t" }
        }
        return rest.isEmpty ? (String(value).trimmed.lowercased(), parameters) : nil
    }

    /// A token, or text in quotes with `\"` for a quote; browsers write `%22` for it, and no other escape.
    private static func content(_ text: Substring) -> (content: String, after: Substring)? {
        guard text.first == "\"" else {
            let token = text.prefix { $0 != ";" }
            return (String(token).trimmed, text.dropFirst(token.count))
        }
        var content = ""
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            switch character {
            case "\"": return (content.replacing("%22", with: "\""), rest)
            case "\\" where rest.first == "\"" || rest.first == "\\": content.append(rest.removeFirst())
            default: content.append(character)
            }
        }
        return nil
    }
}
