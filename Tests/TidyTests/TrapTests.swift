import Testing

/// Nothing a peer or a person sends may end the process, and nothing is left for later in the sources.
enum TrapRule {
    static let traps = ["try!", "as!", "fatalError("]
    static let notes = ["TODO", "FIXME", "XXX"]

    static func violations(in file: RepositoryFile) -> [String] {
        zip(file.codeLines, file.lines).enumerated().flatMap { index, line in
            (traps.filter { line.0.contains($0) } + notes.filter { isNoted($0, in: line.1) })
                .map { "\(file.path):\(index + 1): \($0)" }
        }
    }

    /// As a word of its own.
    private static func isNoted(_ note: String, in line: Substring) -> Bool {
        line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { $0 == note }
    }
}

@Suite struct TrapTests {
    @Test func nothingTrapsAndNothingIsLeft() throws {
        let others = try Repository.files(".sql", ".mustache", ".js", ".css", under: ["Services", "Shared"])
        let files = try Repository.product() + others
        #expect(files.flatMap(TrapRule.violations) == [])
    }

    @Test(arguments: [
        "let a = try! f()", "let b = c as! D", "default: fatalError(\"no\")", "// TODO: later", "let a = 1 // FIXME",
        "\"\"\"\n\\(try! f())\n\"\"\"",
    ])
    func aTrapOrANoteIsSeen(text: String) {
        #expect(TrapRule.violations(in: RepositoryFile(path: "Shared/A.swift", text: text)).count == 1)
    }

    @Test(arguments: ["// never try! here", "let text = \"as! \"", "let method = \"TodoOpened\"", "x as? Y"])
    func wordsOfOthersAreNot(text: String) {
        #expect(TrapRule.violations(in: RepositoryFile(path: "Shared/A.swift", text: text)) == [])
    }
}
