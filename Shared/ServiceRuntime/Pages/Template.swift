import Foundation
import Kernel

/// A page's template, read once: text with the tags of Mustache (`{{name}}`, `{{#section}}`, `{{^section}}`,
/// `{{> partial}}`, `{{! remark}}`, and `{{{html}}}` for what is HTML already).
struct Template: Sendable {
    indirect enum Tag: Sendable {
        case text(String)
        case variable(Name, isHTML: Bool)
        /// What stands in it is shown once for each element, or when the value is there.
        case section(Name, [Tag])
        /// What stands in it is shown when the value is not there.
        case inverted(Name, [Tag])
        case partial(String)
    }

    /// What a tag refers to: `name`, `person.name`, or `.`, the element at hand.
    struct Name: Sendable, CustomStringConvertible {
        let steps: [String]
        /// The step that is looked for from the inside out.
        let first: String
        let description: String

        init(_ text: String) {
            description = text
            steps = text == "." ? [] : text.split(separator: ".").map(String.init)
            first = steps.first ?? ""
        }
    }

    /// A template that cannot be read.
    struct Unreadable: Error, Equatable, CustomStringConvertible {
        let template: String
        let reason: String
        var description: String { "\(template).mustache: \(reason)" }
    }

    let name: String
    let tags: [Tag]

    /// - Throws: ``Unreadable``.
    init(_ text: String, named name: String) throws {
        self.name = name
        var reader = TemplateReader(name: name, rest: text[...])
        tags = try reader.tags(until: nil)
    }

    /// Reads every `.mustache` file of the folders; a later folder's takes the place of an earlier one's.
    /// - Throws: ``Unreadable``; what reading the files throws.
    static func read(_ folders: [URL]) throws -> [String: Template] {
        let files = try folders.flatMap { folder in
            try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "mustache" }.sorted { $0.path < $1.path }
        }
        let templates = try files.map { file in
            try Template(
                String(contentsOf: file, encoding: .utf8), named: file.deletingPathExtension().lastPathComponent)
        }
        return Dictionary(templates.map { ($0.name, $0) }) { $1 }
    }
}

private struct TemplateReader {
    let name: String
    var rest: Substring
    /// Whether only blanks stand before `rest` in its line.
    private var beginsLine = true

    init(name: String, rest: Substring) { (self.name, self.rest) = (name, rest) }

    mutating func tags(until end: String?) throws -> [Template.Tag] {
        var tags: [Template.Tag] = []
        while let open = rest.range(of: "{{") {
            var before = rest[..<open.lowerBound]
            rest = rest[open.upperBound...]
            let (mark, inside) = try tag()
            noteLine(before)
            if "#^/>!".contains(mark) { dropLine(&before) } else { beginsLine = false }
            if !before.isEmpty { tags.append(.text(String(before))) }
            switch mark {
            case "#": tags.append(.section(.init(inside), try self.tags(until: inside)))
            case "^": tags.append(.inverted(.init(inside), try self.tags(until: inside)))
            case "/":
                guard inside == end else { throw unreadable("{{/\(inside)}} closes what is not open") }
                return tags
            case ">": tags.append(.partial(inside))
            case "!": continue
            default: tags.append(.variable(.init(inside), isHTML: mark == "{"))
            }
        }
        if let end { throw unreadable("{{#\(end)}} is not closed") }
        if !rest.isEmpty { tags.append(.text(String(rest))) }
        return tags
    }

    /// The tag whose beginning was read: its mark, a blank where it has none, and its name.
    private mutating func tag() throws -> (mark: Character, inside: String) {
        let isHTML = rest.first == "{"
        guard let close = rest.range(of: isHTML ? "}}}" : "}}") else { throw unreadable("a tag has no end") }
        let text = rest[..<close.lowerBound]
        rest = rest[close.upperBound...]
        let mark = text.first.flatMap { "{#^/>!".contains($0) ? $0 : nil } ?? " "
        let inside = (mark == " " ? text : text.dropFirst()).trimmed
        let isName = inside.allSatisfy { $0.isLetter || $0.isNumber || "._-".contains($0) }
        guard mark == "!" || (isName && !inside.isEmpty) else { throw unreadable("{{\(text)}} is no tag") }
        return (mark, inside)
    }

    private mutating func noteLine(_ text: Substring) {
        guard let line = text.lastIndex(of: "\n") else {
            beginsLine = beginsLine && text.allSatisfy(\.isWhitespace)
            return
        }
        beginsLine = text[line...].allSatisfy(\.isWhitespace)
    }

    /// A line of nothing but a section's tag is not shown.
    private mutating func dropLine(_ before: inout Substring) {
        guard beginsLine else { return }
        let end = rest.firstIndex { $0 == "\n" || !$0.isWhitespace }
        guard end == nil || end.map({ rest[$0] == "\n" }) == true else { return }
        rest = end.map { rest[rest.index(after: $0)...] } ?? ""
        before = before[..<(before.lastIndex(of: "\n").map { before.index(after: $0) } ?? before.startIndex)]
    }

    private func unreadable(_ reason: String) -> Template.Unreadable {
        Template.Unreadable(template: name, reason: reason)
    }
}
