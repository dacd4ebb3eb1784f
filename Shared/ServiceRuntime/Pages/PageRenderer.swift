/// Puts the values of a page into a linked template. Whatever is shown is escaped here, for text and for attributes alike.
struct PageRenderer {
    private(set) var html = ""
    /// What names are looked for in, the innermost last.
    private var scopes: [PageObject]
    /// The element at hand, `{{.}}`.
    private var element: PageValue?

    init(in scopes: [PageObject]) {
        self.scopes = scopes
        html.reserveCapacity(65_536)
    }

    mutating func show(_ tags: [Template.Tag]) {
        for tag in tags {
            switch tag {
            case .text(let text): html += text
            case .variable(let name, let isHTML): show(find(name), isHTML: isHTML)
            case .section(let name, let inside): show(inside, for: find(name))
            case .inverted(let name, let inside): if !isThere(find(name)) { show(inside) }
            // Put in by the linker.
            case .partial: continue
            }
        }
    }

    private mutating func show(_ value: PageValue?, isHTML: Bool) {
        switch value {
        case .text(let text): if isHTML { html += text } else { html.append(escaping: text) }
        case .flag(let flag): html += flag ? "true" : "false"
        case nil, .list, .object: return
        }
    }

    private mutating func show(_ tags: [Template.Tag], for value: PageValue?) {
        switch value {
        case nil, .flag(false): return
        case .flag(true): show(tags)
        case .list(let list): for element in list.elements { show(tags, inside: element) }
        case .text(let text): show(tags, inside: .text(text))
        case .object(let object): show(tags, inside: .object(object))
        }
    }

    private mutating func show(_ tags: [Template.Tag], inside scope: PageValue) {
        let outer = element
        element = scope
        defer { element = outer }
        guard case .object(let object) = scope else { return show(tags) }
        scopes.append(object)
        defer { scopes.removeLast() }
        show(tags)
    }

    private func isThere(_ value: PageValue?) -> Bool {
        switch value {
        case nil, .flag(false): false
        case .list(let list): !list.elements.isEmpty
        case .flag(true), .text, .object: true
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
    /// The text as it may stand between tags or in a quoted attribute.
    var escapedForHTML: String {
        var escaped = ""
        escaped.append(escaping: self)
        return escaped
    }

    /// Appends text that holds no HTML, whatever it looks like, between tags or in a quoted attribute.
    mutating func append(escaping text: String) {
        var text = text
        // Most has nothing to escape.
        guard text.withUTF8({ $0.contains { Self.escape($0) != nil } }) else { return self += text }
        let bytes = text.utf8
        var from = bytes.startIndex
        for place in bytes.indices {
            guard let name = Self.escape(bytes[place]) else { continue }
            self += text[from..<place]
            self += name
            from = bytes.index(after: place)
        }
        self += text[from...]
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
