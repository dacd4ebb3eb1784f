import Foundation
import Testing

/// Migrations of a folder are numbered 0001, 0002, 0003, … once each.
enum MigrationNumberRule {
    static func violations(in paths: [String]) -> [String] {
        let folders = Dictionary(grouping: paths) { $0.split(separator: "/").dropLast().joined(separator: "/") }
        return folders.sorted { $0.key < $1.key }.flatMap { folder, files in
            let names = files.map { $0.split(separator: "/").last.map(String.init) ?? "" }.sorted()
            return names.enumerated().filter { index, name in
                !name.hasPrefix(String(format: "%04d-", index + 1))
            }.map { "\(folder)/\($0.element) is where number \($0.offset + 1) belongs" }
        }
    }
}

@Suite struct MigrationNumberTests {
    @Test func numbersHaveNoHoles() throws {
        let paths = try ["Services", "Shared"].flatMap { try Repository.paths(under: $0) }
            .filter { $0.contains("/Migrations/") && $0.hasSuffix(".sql") }
        #expect(paths.count > 5)
        #expect(MigrationNumberRule.violations(in: paths) == [])
    }

    @Test(arguments: [
        ["A/Migrations/0001-a.sql", "A/Migrations/0003-b.sql"], ["A/Migrations/0002-a.sql"],
        ["A/Migrations/0001-a.sql", "A/Migrations/0001-b.sql"], ["A/Migrations/1-a.sql"],
    ])
    func aHoleIsSeen(paths: [String]) {
        #expect(MigrationNumberRule.violations(in: paths).count == 1)
    }

    @Test func foldersCountForThemselves() {
        #expect(MigrationNumberRule.violations(in: ["A/Migrations/0001-a.sql", "B/Migrations/0001-a.sql"]) == [])
    }
}
