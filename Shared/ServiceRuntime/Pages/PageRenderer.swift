/// Puts the values of a page into templates. Whatever is shown is escaped here, for text and for attributes alike.
struct PageRenderer {
    let templates: [String: Template]
    /// `{{t.key}}`: the texts of one language.
    let texts: (String) -> String
    /// `{{asset.shell}}`: the addresses of styles, scripts and pictures.
    let assets: [String: String]
    private(set) var html = ""
    /// What names are looked for in, the innermost last.
    private var scopes: [PageObject]
    /// The element at hand, `{{.}}`.
    private var element: PageValue?

    init(_ library: PageLibrary, texts: @escaping (String) -> String, assets: [String: String], in scopes: [PageObject])
    {
        (templates, self.texts, self.assets, self.scopes) = (library.templates, texts, assets, scopes)
        html.reserveCapacity(65_536)
    }

    /// - Throws: ``PageLibrary/MissingTemplate``.
    mutating func render(_ name: String) throws {
        guard let template = templates[name] else { throw PageLibrary.MissingTemplate(name: name) }
        try show(template.tags)
    }

    private mutating func show(_ tags: [Template.Tag]) throws {
        for tag in tags {
            switch tag {
            case .text(let text): html += text
            case .variable(let name, let isHTML):
                guard let text = text(of: name) else { continue }
                if isHTML { html += text } else { html.append(escaping: text) }
            case .section(let name, let inside): try show(inside, for: find(name))
            case .inverted(let name, let inside): if !isThere(find(name)) { try show(inside) }
            case .partial(let name): try render(name)
            }
        }
    }

    private mutating func show(_ tags: [Template.Tag], for value: PageValue?) throws {
        switch value {
        case nil, .flag(false): return
        case .flag(true): try show(tags)
        case .list(let list): for element in list.elements { try show(tags, inside: element) }
        case .text(let text): try show(tags, inside: .text(text))
        case .object(let object): try show(tags, inside: .object(object))
        }
    }

    private mutating func show(_ tags: [Template.Tag], inside scope: PageValue) throws {
        let outer = element
        element = scope
        defer { element = outer }
        guard case .object(let object) = scope else { return try show(tags) }
        scopes.append(object)
        defer { scopes.removeLast() }
        try show(tags)
    }

    private func isThere(_ value: PageValue?) -> Bool {
        switch value {
        case nil, .flag(false): false
        case .list(let list): !list.elements.isEmpty
        case .flag(true), .text, .object: true
        }
    }

    private func text(of name: Template.Name) -> String? {
        switch find(name) {
        case .text(let text): return text
        case .flag(let flag): return "\(flag)"
        case .list, .object: return nil
        case nil:
            guard name.steps.count == 2 else { return nil }
            switch name.first {
            case "t": return texts(name.steps[1])
            case "asset": return assets[name.steps[1]]
            default: return nil
            }
        }
    }

    /// The value of the innermost scope that has the name.
    private func find(_ name: Template.Name) -> PageValue? {
        guard !name.steps.isEmpty else { return element }
        // By hand, not by an iterator: it is done for every tag.
        var place = scopes.count
        while place > 0 {
            place -= 1
            guard var value = scopes[place][name.first] else { continue }
            for step in name.steps.dropFirst() {
                guard case .object(let inner) = value, let next = inner[step] else { return nil }
                value = next
            }
            return value
        }
        return nil
    }
}

extension String {
    /// Appends text that holds no HTML, whatever it looks like, between tags or in a quoted attribute.
    fileprivate mutating func append(escaping text: String) {
        let bytes = text.utf8
        var from = bytes.startIndex
        for place in bytes.indices {
            guard let name = Self.escape(bytes[place]) else { continue }
            self += text[from..<place]
            self += name
            from = bytes.index(after: place)
        }
        if from == bytes.startIndex { self += text } else { self += text[from...] }
    }

    private static func escape(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
