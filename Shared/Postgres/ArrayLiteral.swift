/// Writes PostgreSQL's array literal; every element is quoted, so none can be taken for syntax or for NULL.
func arrayLiteral(_ elements: some Sequence<String?>) -> String {
    var literal = "{"
    var isFirst = true
    for element in elements {
        if !isFirst { literal.append(",") }
        isFirst = false
        guard let element else {
            literal += "NULL"
            continue
        }
        literal.append("\"")
        if element.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
            appendEscaped(element, to: &literal)
        } else {
            literal += element
        }
        literal.append("\"")
    }
    literal.append("}")
    return literal
}

// By scalars, not characters: a combining mark after a backslash would make one Character of the two.
private func appendEscaped(_ element: String, to literal: inout String) {
    for scalar in element.unicodeScalars {
        if scalar == "\"" || scalar == "\\" { literal.unicodeScalars.append("\\") }
        literal.unicodeScalars.append(scalar)
    }
}

/// Reads a one-dimensional array literal as the server writes it; nil stands for NULL.
/// - Throws: ``PostgresMismatch`` for anything else, arrays of arrays included.
func arrayElements(_ literal: String) throws -> [String?] {
    var reader = ArrayReader(bytes: Array(literal.utf8))
    return try reader.read()
}

private struct ArrayReader {
    let bytes: [UInt8]
    var position = 0

    mutating func read() throws -> [String?] {
        // Bounds other than 1 are written in front: [0:2]={…}
        if bytes.first == UInt8(ascii: "[") {
            position = (bytes.firstIndex(of: UInt8(ascii: "=")) ?? -1) + 1
        }
        try expect(UInt8(ascii: "{"))
        var elements: [String?] = []
        if peek != UInt8(ascii: "}") { elements.append(try element()) }
        while peek == UInt8(ascii: ",") {
            position += 1
            elements.append(try element())
        }
        try expect(UInt8(ascii: "}"))
        guard peek == nil else { throw PostgresMismatch(found: "text that is no array") }
        return elements
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func expect(_ byte: UInt8) throws {
        guard peek == byte else { throw PostgresMismatch(found: "text that is no array") }
        position += 1
    }

    private mutating func element() throws -> String? {
        switch peek {
        case UInt8(ascii: "\""):
            position += 1
            return try quoted()
        case UInt8(ascii: "{"): throw PostgresMismatch(found: "an array of arrays")
        default:
            let start = position
            while let byte = peek, byte != UInt8(ascii: ","), byte != UInt8(ascii: "}") { position += 1 }
            let text = String(decoding: bytes[start..<position], as: UTF8.self)
            return text == "NULL" ? nil : text
        }
    }

    private mutating func quoted() throws -> String {
        var content: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = peek else { throw PostgresMismatch(found: "text that is no array") }
                position += 1
                content.append(escaped)
            default: content.append(byte)
            }
        }
        throw PostgresMismatch(found: "text that is no array")
    }
}
