/// Puts into a template, once, what is the same whenever it is shown in a language: its partials, `{{t.key}}`, the texts,
/// and `{{asset.shell}}`, the addresses of styles, scripts and pictures.
struct TemplateLinker {
    let templates: [String: Template]
    let texts: (String) -> String
    let assets: [String: String]

    /// - Throws: ``PageLibrary/MissingTemplate`` of a partial; ``Template/Unreadable`` of a template that holds itself.
    func link(_ template: Template) throws -> [Template.Tag] {
        Self.joined(try link(template.tags, in: [template.name]))
    }

    /// - Parameter names: the templates around it, the innermost last.
    private func link(_ tags: [Template.Tag], in names: [String]) throws -> [Template.Tag] {
        try tags.flatMap { tag -> [Template.Tag] in
            switch tag {
            case .text: return [tag]
            case .variable(let name, let isHTML):
                guard let text = text(of: name) else { return [tag] }
                return [.text(isHTML ? text : text.escapedForHTML)]
            case .section(let name, let inside): return [.section(name, Self.joined(try link(inside, in: names)))]
            case .inverted(let name, let inside): return [.inverted(name, Self.joined(try link(inside, in: names)))]
            case .partial(let name):
                guard let partial = templates[name] else { throw PageLibrary.MissingTemplate(name: name) }
                guard !names.contains(name) else {
                    throw Template.Unreadable(template: name, reason: "it holds itself")
                }
                return try link(partial.tags, in: names + [name])
            }
        }
    }

    /// Nil of what is filled in later.
    private func text(of name: Template.Name) -> String? {
        guard name.steps.count == 2 else { return nil }
        switch name.first {
        case "t": return texts(name.steps[1])
        case "asset": return assets[name.steps[1]] ?? ""
        default: return nil
        }
    }

    /// Texts that follow each other as one.
    private static func joined(_ tags: [Template.Tag]) -> [Template.Tag] {
        tags.reduce(into: []) { joined, tag in
            if case .text(let text) = tag, case .text(let before) = joined.last {
                joined[joined.count - 1] = .text(before + text)
            } else {
                joined.append(tag)
            }
        }
    }
}
