import Foundation
import Testing

/// A document leads where it says: every link to a file, and to a heading in one, has its target.
struct DocumentLinkRule: Sendable {
    /// The text of a file, or nil when there is none; a folder has no text.
    let read: @Sendable (String) -> String?
    let exists: @Sendable (String) -> Bool

    func violations(in file: RepositoryFile) -> [String] {
        links(in: file.text).compactMap { link in
            guard !link.contains("://"), !link.hasPrefix("mailto:") else { return nil }
            let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let path = parts[0].isEmpty ? file.path : resolve(parts[0], from: file.folders)
            guard exists(path) else { return "\(file.path) links to \(link): there is no \(path)" }
            guard parts.count > 1, let text = path == file.path ? file.text : read(path) else { return nil }
            return headings(of: text).contains(parts[1]) ? nil : "\(file.path) links to \(link): no such heading"
        }
    }

    private func resolve(_ link: String, from folders: [String]) -> String {
        var path = folders
        for part in link.split(separator: "/") where part != "." {
            if part == ".." { path = path.dropLast() } else { path.append(String(part)) }
        }
        return path.joined(separator: "/")
    }

    private func links(in text: String) -> [String] {
        prose(text).matches(of: #/\]\(([^)\s]+)\)/#).map { String($0.output.1) }
    }

    /// Without blocks and spans of code.
    private func prose(_ text: String) -> String {
        text.replacingOccurrences(of: "```(.|\\n)*?```", with: "", options: .regularExpression)
            .replacingOccurrences(of: "`[^`\\n]*`", with: "`", options: .regularExpression)
    }

    /// Headings as they are addressed: lower case, signs left out, blanks as hyphens.
    private func headings(of text: String) -> Set<String> {
        Set(
            text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
                line.drop { $0 == "#" }.drop { $0 == " " }.lowercased()
                    .filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
                    .replacing(" ", with: "-")
            })
    }
}

@Suite struct DocumentLinkTests {
    static let sample = DocumentLinkRule(
        read: { $0 == "docs/a.md" ? "# What it is\n" : nil }, exists: { ["docs/a.md", "docs", "b.md"].contains($0) })

    @Test func everyLinkLeadsSomewhere() throws {
        let rule = DocumentLinkRule(read: { try? Repository.file($0).text }, exists: Repository.exists)
        let files = try Repository.files(".md", under: [""])
        #expect(files.contains { $0.path == "README.md" })
        #expect(files.flatMap(rule.violations) == [])
    }

    @Test(arguments: ["[x](docs/c.md)", "[x](docs/a.md#other)", "[x](#nothing)", "![x](picture.png)"])
    func aBrokenLinkIsSeen(text: String) {
        #expect(Self.sample.violations(in: RepositoryFile(path: "b.md", text: text)).count == 1)
    }

    @Test(arguments: [
        "[x](docs/a.md)", "[x](docs)", "[x](docs/../b.md)", "[x](docs/a.md#what-it-is)", "# Y\n[x](#y)",
        "[x](https://example.com/c.md)",
        "`[x](docs/c.md)`", "```\n[x](docs/c.md)\n```",
    ])
    func aGoodOneIsNot(text: String) {
        #expect(Self.sample.violations(in: RepositoryFile(path: "b.md", text: text)) == [])
    }
}
