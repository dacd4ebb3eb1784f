import Testing

/// Whoever tells the compiler to believe that a type may be shared says why, right above.
enum UncheckedSendableRule {
    static func violations(in file: RepositoryFile) -> [String] {
        let lines = file.lines
        let code = file.codeLines
        return code.indices.filter {
            code[$0].contains("@unchecked Sendable") || code[$0].contains("nonisolated(unsafe)")
        }
        .filter { !hasCommentAbove($0, lines) }
        .map { "\(file.path):\($0 + 1): no argument above it" }
    }

    /// A comment on the line before, attributes aside.
    private static func hasCommentAbove(_ index: Int, _ lines: [Substring]) -> Bool {
        for line in lines[..<index].reversed() {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("@") { continue }
            return text.hasPrefix("//")
        }
        return false
    }
}

@Suite struct UncheckedSendableTests {
    @Test func everyOneHasItsArgument() throws {
        let files = try Repository.swift()
        #expect(files.flatMap(UncheckedSendableRule.violations) == [])
    }

    @Test(arguments: [
        "final class A: @unchecked Sendable {}", "let a = 1\n@frozen\nfinal class A: @unchecked Sendable {}",
        "nonisolated(unsafe) var a = 1",
    ])
    func aMissingArgumentIsSeen(text: String) {
        #expect(UncheckedSendableRule.violations(in: RepositoryFile(path: "A.swift", text: text)).count == 1)
    }

    @Test(arguments: [
        "// all of it is behind the lock\n@frozen\nfinal class A: @unchecked Sendable {}",
        "/// `@unchecked Sendable`: never written", "let text = \"@unchecked Sendable\"",
    ])
    func anArgumentIsEnough(text: String) {
        #expect(UncheckedSendableRule.violations(in: RepositoryFile(path: "A.swift", text: text)) == [])
    }
}
