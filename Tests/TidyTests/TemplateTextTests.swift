import Foundation
import Testing

/// People read two languages: a template holds no words, only tags that name them.
enum TemplateTextRule {
    /// The same in every language.
    static let allowed: Set<String> = ["SKU", "Qiao", "桥", "English"]

    static func violations(in file: RepositoryFile) -> [String] {
        let html = without(
            ["<!--(.|\\n)*?-->", "<(script|style)\\b(.|\\n)*?</\\1>", "\\{\\{[^}]*\\}\\}\\}?"], file.text)
        let shown = without(["<[^>]*>", "&#?\\w+;"], html) + " " + attributes(html).joined(separator: " ")
        return shown.split { !$0.isLetter }.map(String.init).filter(isWord)
            .map { "\(file.path) says \"\($0)\" in one language" }
    }

    /// Two letters or more, or any sign of a script that writes words with one.
    private static func isWord(_ text: String) -> Bool {
        !allowed.contains(text) && (text.count > 1 || text.unicodeScalars.contains { $0.value > 0x2E80 })
    }

    /// Attributes whose value people see or hear.
    private static func attributes(_ html: String) -> [String] {
        html.matches(of: #/\b(?:placeholder|title|alt|aria-label)="([^"]*)"/#).map { String($0.output.1) }
    }

    private static func without(_ patterns: [String], _ text: String) -> String {
        patterns.reduce(text) { $0.replacingOccurrences(of: $1, with: " ", options: .regularExpression) }
    }
}

@Suite struct TemplateTextTests {
    @Test func templatesHoldNoWords() throws {
        let files = try Repository.files(".mustache", under: ["Services", "Shared"])
        #expect(files.count > 20)
        #expect(files.flatMap(TemplateTextRule.violations) == [])
    }

    @Test(arguments: [
        "<p>Hello</p>", "<p>{{t.greeting}} 你</p>", "<input placeholder=\"Name\">",
        "<button aria-label=\"{{t.a}} Close\"></button>",
        "<td>{{#paid}}yes{{/paid}}</td>",
    ])
    func aWordIsSeen(text: String) {
        #expect(TemplateTextRule.violations(in: RepositoryFile(path: "a.mustache", text: text)).count == 1)
    }

    @Test(arguments: [
        "<p class=\"lead\">{{t.greeting}}: {{{html}}} &nbsp;· #1</p>", "<!-- says who -->",
        "<script>let a = 1</script>",
        "<option value=\"bank\">{{t.bank}}</option>", "<th>SKU</th>",
    ])
    func tagsAndCodeAreNot(text: String) {
        #expect(TemplateTextRule.violations(in: RepositoryFile(path: "a.mustache", text: text)) == [])
    }
}
