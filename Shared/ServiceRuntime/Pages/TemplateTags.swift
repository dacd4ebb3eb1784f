import Foundation

/// The tags of a template, in a tree: what the page check follows.
struct TemplateTags: Sendable {
    enum Tag: Sendable {
        case variable(String)
        case section(String, [Tag])
        case partial(String)
    }
    let tags: [Tag]

    /// Reads `{{…}}` and `{{{…}}}`; the template library has checked the syntax already.
    init(_ text: String) {
        var rest = text[...]
        tags = Self.read(&rest, until: nil)
    }

    private static func read(_ rest: inout Substring, until end: String?) -> [Tag] {
        var tags: [Tag] = []
        while let open = rest.range(of: "{{") {
            rest = rest[open.upperBound...]
            let isRaw = rest.first == "{"
            guard let close = rest.range(of: isRaw ? "}}}" : "}}") else { break }
            let inside = rest[..<close.lowerBound].drop { $0 == "{" }
            rest = rest[close.upperBound...]
            guard let first = inside.trimmed.first else { continue }
            let name = inside.trimmed.dropFirst().trimmed
            switch first {
            case "#", "^": tags.append(.section(name, read(&rest, until: name)))
            case "/": if name == end { return tags }
            case ">": tags.append(.partial(name))
            case "!": continue
            case "&": tags.append(.variable(name))
            default: tags.append(.variable(inside.trimmed))
            }
        }
        return tags
    }
}
