import Foundation
import Kernel

/// A text that was typed into a field that refers to one of many.
struct TypedText: Sendable {
    /// What it stands for.
    enum Meaning: Sendable {
        case one(LookupEntry)
        case nothing(Phrase)
    }
    private let text: String
    private let typed: String
    /// As a field shows it, the number says which one is meant, whatever it is called meanwhile.
    private let number: String?

    private init(_ text: String) {
        (self.text, typed) = (text, text.trimmed.lowercased())
        number = text.range(of: LookupEntry.between).map { String(text[..<$0.lowerBound]) }
    }

    /// What each of the texts stands for: asked once, and once more for what is not found among what fits them all.
    static func meanings(of texts: [String], _ lookup: Lookup, _ call: Call) async throws -> [String: Meaning] {
        let typed = texts.map(TypedText.init)
        let query = LookupQuery(several: typed.flatMap { [$0.number, $0.text].compactMap(\.self) })
        let found = try await lookup.find(query, call)
        let isWhole = found.count < query.rowLimit
        var meanings: [String: Meaning] = [:]
        for typed in typed {
            if let entry = typed.named(among: found) {
                meanings[typed.text] = .one(entry)
                continue
            }
            var fitting = isWhole ? found.filter { $0.fits(typed.typed) } : []
            if fitting.isEmpty { fitting = try await lookup.find(LookupQuery(q: typed.text), call) }
            meanings[typed.text] = typed.meaning(among: fitting)
        }
        return meanings
    }

    /// The one whose number it gives.
    private func named(among found: [LookupEntry]) -> LookupEntry? {
        found.first { $0.number == number } ?? found.first { $0.number.lowercased() == typed }
    }

    private func meaning(among found: [LookupEntry]) -> Meaning {
        if let entry = named(among: found) { return .one(entry) }
        let called = found.filter { $0.name.lowercased() == typed }
        let fitting = called.isEmpty ? found : called
        if fitting.count == 1 { return .one(fitting[0]) }
        guard !fitting.isEmpty else {
            return .nothing("nothing fits “\(text)”: enter a part of the number or of the name")
        }
        let some = fitting.prefix(3).map(\.shown).joined(separator: ", ")
        return .nothing("several fit “\(text)”, such as \(some): enter the number of the one you mean")
    }
}
