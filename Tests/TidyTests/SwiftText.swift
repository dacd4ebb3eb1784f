/// Reads Swift source and leaves out its comments and the text of its strings; what is interpolated stays, for it is
/// code. Works on bytes: every source of the repository is read in every run.
struct SwiftText {
    private let source: [UInt8]
    private var at = 0
    private var code: [UInt8] = []

    /// The code of a file. Line breaks are kept, so that numbers of lines hold.
    static func code(of text: String) -> String {
        var reader = SwiftText(text)
        reader.readCode(untilParenthesis: false)
        return String(decoding: reader.code, as: UTF8.self)
    }

    private init(_ text: String) {
        source = Array(text.utf8)
        code.reserveCapacity(source.count)
    }

    private func sees(_ text: StaticString, after hashes: Int = 0) -> Bool {
        guard at + hashes + text.utf8CodeUnitCount <= source.count else { return false }
        for index in 0..<text.utf8CodeUnitCount where source[at + hashes + index] != text.utf8Start[index] {
            return false
        }
        return true
    }

    private func hashes(from start: Int) -> Int {
        var count = 0
        while start + count < source.count, source[start + count] == UInt8(ascii: "#") { count += 1 }
        return count
    }

    private mutating func skip(_ count: Int = 1) {
        let end = min(source.count, at + count)
        while at < end {
            if source[at] == UInt8(ascii: "\n") { code.append(source[at]) }
            at += 1
        }
    }

    private mutating func readCode(untilParenthesis: Bool) {
        var depth = 0
        while at < source.count {
            let next = source[at]
            if sees("//") {
                while at < source.count, source[at] != UInt8(ascii: "\n") { at += 1 }
            } else if sees("/*") {
                skipBlockComment()
            } else if sees("\"") || (next == UInt8(ascii: "#") && sees("\"", after: hashes(from: at))) {
                skipString()
            } else {
                if next == UInt8(ascii: "(") { depth += 1 }
                if next == UInt8(ascii: ")") { depth -= 1 }
                if untilParenthesis, depth < 0 { return skip() }
                code.append(next)
                at += 1
            }
        }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if sees("/*") { depth += 1 } else if sees("*/") { depth -= 1 }
            skip(sees("/*") || sees("*/") ? 2 : 1)
        } while depth > 0 && at < source.count
    }

    private mutating func skipString() {
        let hashes = hashes(from: at)
        at += hashes
        let isLong = sees("\"\"\"")
        skip(isLong ? 3 : 1)
        code += Array("\"\"".utf8)
        while at < source.count {
            if sees("\\"), self.hashes(from: at + 1) >= hashes {
                skip(1 + hashes)
                if sees("(") { readInterpolation() } else { skip() }
            } else if isLong ? sees("\"\"\"") : sees("\""), self.hashes(from: at + (isLong ? 3 : 1)) >= hashes {
                return skip((isLong ? 3 : 1) + hashes)
            } else if !isLong, sees("\n") {
                return
            } else {
                skip()
            }
        }
    }

    private mutating func readInterpolation() {
        skip()
        code.append(UInt8(ascii: " "))
        readCode(untilParenthesis: true)
        code.append(UInt8(ascii: " "))
    }
}

extension SwiftText {
    private static let modifiers: Set<Substring> = ["public", "internal", "package", "private", "fileprivate"]
    private static let kinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor",
    ]

    /// The modules that code imports.
    static func imports(of code: String) -> [String] {
        code.split(separator: "\n").filter { $0.contains("import ") }.compactMap { line in
            let words = line.split(separator: " ").drop { $0.hasPrefix("@") || modifiers.contains($0) }
            guard words.first == "import", let name = words.dropFirst().first(where: { !kinds.contains($0) })
            else { return nil }
            return name.split(separator: ".").first.map(String.init)
        }
    }
}
