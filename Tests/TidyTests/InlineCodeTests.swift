import Foundation
import Testing

/// The Content-Security-Policy lets neither inline style nor inline script work: a template holds none.
enum InlineCodeRule {
    static func violations(in file: RepositoryFile) -> [String] {
        file.text.matches(of: #/<[^<>]*\s(style|on[a-z]+)=|<style\b|<script(?![^>]*\ssrc=)/#)
            .map { "\(file.path) has code the browser refuses: \($0.output.0)" }
    }
}

@Suite struct InlineCodeTests {
    @Test func templatesHoldNoInlineCode() throws {
        let files = try Repository.files(".mustache", under: ["Services", "Shared"])
        #expect(files.flatMap(InlineCodeRule.violations) == [])
    }

    @Test(arguments: [
        "<div class=\"a\" style=\"width: 3%\">", "<a href=\"/\" onclick=\"go()\">", "<style>p {}</style>",
        "<script>go()</script>",
    ])
    func inlineCodeIsSeen(text: String) {
        #expect(InlineCodeRule.violations(in: RepositoryFile(path: "a.mustache", text: text)).count == 1)
    }

    @Test(arguments: ["<script src=\"/a.js\" defer></script>", "<p class=\"style\">{{t.onward}}</p>"])
    func otherTextIsNot(text: String) {
        #expect(InlineCodeRule.violations(in: RepositoryFile(path: "a.mustache", text: text)) == [])
    }
}
