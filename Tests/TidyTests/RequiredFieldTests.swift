import Foundation
import Testing

/// Who fills in a form knows beforehand what must be filled in: a form of several fields says what its mark means. A form of
/// one field says enough by being there.
enum RequiredFieldRule {
    static func violations(in file: RepositoryFile) -> [String] {
        file.text.matches(of: #/<form[^>]*method="post"(?:.|\n)*?<\/form>/#).map { String($0.output) }.filter { form in
            let fields = form.matches(of: #/<(?:input|select|textarea)\b[^>]*>|\{\{> form-field\}\}/#)
                .map { String($0.output) }.filter { !$0.contains("type=\"hidden\"") }
            return fields.count > 1 && fields.contains { $0.contains(#/ required\b/#) }
                && !form.contains("{{> required-note}}")
        }.map { "\(file.path) does not say {{> required-note}} in \($0.prefix(100))" }
    }
}

@Suite struct RequiredFieldTests {
    @Test func formsSayWhatMustBeFilledIn() throws {
        let files = try Repository.files(".mustache", under: ["Services", "Shared"])
        #expect(files.flatMap(RequiredFieldRule.violations) == [])
    }

    @Test func aFormThatDoesNotIsSeen() {
        let form = "<form method=\"post\" action=\"/a\"><input name=\"b\" required><textarea></textarea></form>"
        #expect(RequiredFieldRule.violations(in: RepositoryFile(path: "a.mustache", text: form)).count == 1)
    }

    @Test(arguments: [
        "<form method=\"post\">{{> required-note}}<input name=\"b\" required><select></select></form>",
        "<form method=\"post\"><input type=\"hidden\" name=\"a\"><input name=\"b\" required></form>",
        "<form method=\"post\"><input name=\"a\"><input name=\"b\"></form>",
    ])
    func othersAreFine(text: String) {
        #expect(RequiredFieldRule.violations(in: RepositoryFile(path: "a.mustache", text: text)) == [])
    }
}
