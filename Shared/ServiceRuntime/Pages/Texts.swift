import Foundation

/// The texts of the pages in both languages, by key.
public struct Texts: Sendable {
    let catalogues: [Language: [String: String]]

    init(catalogues: [Language: [String: String]]) { self.catalogues = catalogues }

    /// Reads `zh-CN.json` and `en.json` of each folder; a later folder's text takes the place of an earlier one's.
    /// - Throws: when a catalogue is not a flat JSON object of strings.
    init(folders: [URL]) throws {
        var catalogues: [Language: [String: String]] = [:]
        for language in Language.allCases {
            for folder in folders {
                let texts = try Self.catalogue(of: language, in: folder)
                catalogues[language, default: [:]].merge(texts) { _, later in later }
            }
        }
        self.catalogues = catalogues
    }

    /// The texts of one language in one folder; empty when the folder has no such file.
    static func catalogue(of language: Language, in folder: URL) throws -> [String: String] {
        let file = folder.appending(path: "\(language.tag).json")
        guard FileManager.default.fileExists(atPath: file.path) else { return [:] }
        return try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
    }

    /// The text, or the key itself where a text is missing: visible, and found by the page check.
    public subscript(_ key: String, _ language: Language) -> String {
        catalogues[language]?[key] ?? key
    }

    /// The text if there is one.
    func find(_ key: String, _ language: Language) -> String? { catalogues[language]?[key] }
}
