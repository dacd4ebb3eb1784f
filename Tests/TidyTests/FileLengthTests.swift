import Testing

/// A file that grows long usually holds two things.
enum FileLengthRule {
    static let most = 350

    static func violations(in file: RepositoryFile) -> [String] {
        let count = file.lines.count - 1
        return count > most
            ? ["\(file.path) has \(count) lines, more than \(most): which two things does it hold?"] : []
    }
}

@Suite struct FileLengthTests {
    @Test func filesAreShort() throws {
        let files = try Repository.product()
        #expect(files.count > 100)
        #expect(files.flatMap(FileLengthRule.violations) == [])
    }

    @Test func aLongFileIsSeen() {
        func file(_ lines: Int) -> RepositoryFile {
            RepositoryFile(path: "Shared/A.swift", text: String(repeating: "\n", count: lines))
        }
        #expect(FileLengthRule.violations(in: file(351)).count == 1)
        #expect(FileLengthRule.violations(in: file(350)) == [])
    }
}
