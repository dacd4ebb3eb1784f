import Testing

/// A thing is named by its concept in the field's words, never by its pattern.
enum NamingRule {
    static let banned: Set<String> = [
        "Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Manager", "Managers", "Common", "Base", "Core",
    ]
    /// The event core is called that by everyone who speaks of it.
    static let allowed: Set<String> = ["MessagingCore"]

    static func violations(in file: RepositoryFile) -> [String] {
        let stem = file.name.split(separator: ".").first.map(String.init) ?? ""
        let names = file.folders + [stem] + types(in: file.code)
        return names.filter { !allowed.contains($0) && !banned.isDisjoint(with: words($0)) }
            .map { "\(file.path): \($0) names a pattern, not a concept" }
    }

    private static let keywords: Set<Substring> = [
        "struct", "class", "enum", "protocol", "actor", "typealias", "extension",
    ]

    /// The names of the types that are declared or extended.
    private static func types(in code: String) -> [String] {
        let words = code.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        return zip(words, words.dropFirst()).filter { keywords.contains($0.0) && $0.1.first?.isUppercase == true }
            .map { String($0.1) }
    }

    /// `MoneyManager` → Money, Manager; `Base64URL` → Base64, URL.
    static func words(_ name: String) -> Set<String> {
        var words: [String] = []
        for (index, character) in name.enumerated() {
            let before = index > 0 ? name[name.index(name.startIndex, offsetBy: index - 1)] : "-"
            if character.isUppercase && !before.isUppercase || words.isEmpty {
                words.append(String(character))
            } else if character == "-" || character == "+" || character == "_" {
                words.append("")
            } else {
                words[words.count - 1].append(character)
            }
        }
        return Set(words)
    }
}

@Suite struct NamingTests {
    @Test func namesAreConcepts() throws {
        let files = try Repository.product()
        #expect(files.flatMap(NamingRule.violations) == [])
    }

    @Test(arguments: [
        ("Shared/Kernel/MoneyUtils.swift", ""), ("Shared/Helpers/Money.swift", ""),
        ("Shared/Kernel/Money.swift", "struct MoneyManager {}"),
        ("Shared/Kernel/Money.swift", "extension DateHelper {}"),
        ("Shared/Kernel/Money.swift", "final class Base: Sendable {}"), ("Services/oa-service/App/Common.swift", ""),
    ])
    func aPatternIsSeen(path: String, text: String) {
        #expect(NamingRule.violations(in: RepositoryFile(path: path, text: text)).count == 1)
    }

    @Test(arguments: [
        ("Shared/ServiceRuntime/HTTP/Base64URL.swift", "enum Base64URL {}"),
        ("Shared/Kernel/Based.swift", "// a Helper\nlet text = \"struct Manager\""),
        ("Shared/Messaging/MessagingCore.swift", "public final class MessagingCore {}"),
    ])
    func aConceptIsNot(path: String, text: String) {
        #expect(NamingRule.violations(in: RepositoryFile(path: path, text: text)) == [])
    }
}
