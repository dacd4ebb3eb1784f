import Foundation

/// The texts of the pages in both languages, by key.
public struct Texts: Sendable {
    private let zh: [String: String]
    private let en: [String: String]
    /// The texts that are found by an English sentence with places in it.
    private let phrases: [Language: [String: String]]

    init(catalogues: [Language: [String: String]]) {
        (zh, en) = (catalogues[.zh] ?? [:], catalogues[.en] ?? [:])
        phrases = catalogues.mapValues { $0.filter { $0.key.contains("{}") } }
    }

    /// Reads `zh-CN.json` and `en.json` of each folder, and `phrases.zh-CN.json`, the Chinese of English sentences; a
    /// later folder's text takes the place of an earlier one's.
    /// - Throws: when a catalogue is not a flat JSON object of strings.
    init(folders: [URL]) throws {
        var catalogues: [Language: [String: String]] = [:]
        for language in Language.allCases {
            for folder in folders {
                for prefix in ["", "phrases."] {
                    let texts = try Self.catalogue(of: language, in: folder, prefix)
                    catalogues[language, default: [:]].merge(texts) { _, later in later }
                }
            }
        }
        self.init(catalogues: catalogues)
    }

    /// The texts of one language in one folder; empty when the folder has no such file.
    static func catalogue(of language: Language, in folder: URL, _ prefix: String = "") throws -> [String: String] {
        let file = folder.appending(path: "\(prefix)\(language.tag).json")
        guard FileManager.default.fileExists(atPath: file.path) else { return [:] }
        return try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
    }

    /// The text, or the key itself where a text is missing: visible, and found by the page check.
    public subscript(_ key: String, _ language: Language) -> String {
        find(key, language) ?? key
    }

    /// The sentence in the language; in English where nobody has translated it.
    func tell(_ phrase: Phrase, _ language: Language) -> String {
        guard language != .en else { return phrase.description }
        let values = phrase.values.map { value in
            switch value {
            case .text(let text): text
            case .word(let name, let key): find(key, language) ?? name
            }
        }
        if let pattern = find(phrase.pattern, language) { return Phrase.fill(pattern, with: values) }
        return values.isEmpty ? retell(phrase.pattern, language) ?? phrase.pattern : phrase.description
    }

    /// A sentence that comes as a whole, by the pattern that has most words of it.
    private func retell(_ sentence: String, _ language: Language) -> String? {
        let fitting = phrases[language, default: [:]].compactMap { pattern, told in
            Phrase.values(of: sentence, in: pattern).map { (pattern: pattern, told: told, values: $0) }
        }
        let best = fitting.max { ($0.pattern.count, $0.pattern) < ($1.pattern.count, $1.pattern) }
        return best.map { Phrase.fill($0.told, with: $0.values) }
    }

    /// The text if there is one.
    func find(_ key: String, _ language: Language) -> String? {
        switch language {
        case .zh: zh[key]
        case .en: en[key]
        }
    }
}
