import Foundation
import JSONSchema

/// Looks for what Mustache would show as nothing: tags that no view, no frame and no text stands behind, and texts that
/// one language lacks or nobody uses. A test of each service calls it.
public enum PageCheck {
    /// Everything that is wrong with the pages of a service, in words; empty when all is well.
    ///
    /// - Parameter sources: folders of Swift files in which text keys are used as literals; a key that is used neither
    ///   there nor in a template is reported. Keys beginning with one of `built` are made at run time (`state_…`).
    public static func problems(
        of definition: ServiceDefinition, sources: [URL] = [],
        built: [String] = ["state_", "role_", "todo_", "problem_", "nav_"]
    ) throws -> [String] {
        let folders = try definition.folders
        let texts = try Texts(folders: folders.texts)
        let templates = try Template.read(folders.templates)
        var walk = PageWalk(templates: templates, texts: texts)
        for route in definition.routes + [APIDocsPage.route] {
            guard case .page(let template, let title) = route.kind else { continue }
            walk.use(text: title, at: "the route \(route.path)")
            walk.page(template, view: try route.outputSchema())
        }
        if let own = definition.pages {
            walk.problems += try uneven(own) + unused(own, walk.used, sources, built)
        }
        return walk.problems.reduced
    }

    /// What is wrong with the runtime's own templates and texts.
    static func problemsOfSharedPages(sources: [URL], built: [String]) throws -> [String] {
        let languages = try SharedPages.languages()
        var walk = PageWalk(
            templates: try Template.read([try SharedPages.templates()]),
            texts: try Texts(folders: [languages]))
        walk.page("examples", view: try Examples.shown.outputSchema())
        walk.page("layout", view: ["type": "object", "properties": ["content": ["type": "string"]]])
        return walk.problems.reduced + (try uneven(languages))
    }

    private static func uneven(_ folder: URL) throws -> [String] {
        let zh = try Texts.catalogue(of: .zh, in: folder)
        let en = try Texts.catalogue(of: .en, in: folder)
        return Set(en.keys).subtracting(zh.keys).sorted().map { "zh-CN.json lacks \($0)" }
            + Set(zh.keys).subtracting(en.keys).sorted().map { "en.json lacks \($0)" }
    }

    private static func unused(_ folder: URL, _ used: Set<String>, _ sources: [URL], _ built: [String]) throws
        -> [String]
    {
        guard !sources.isEmpty else { return [] }
        let code = try sources.flatMap { try swiftFiles(in: $0) }.map { try String(contentsOf: $0, encoding: .utf8) }
        return try Texts.catalogue(of: .en, in: folder).keys.sorted().filter { key in
            !used.contains(key) && !built.contains { key.hasPrefix($0) } && !code.contains { $0.contains("\"\(key)\"") }
        }.map { "nobody uses the text \($0)" }
    }

    private static func swiftFiles(in folder: URL) throws -> [URL] {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return files?.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" } ?? []
    }
}

/// Follows the tags of pages with what each may refer to.
struct PageWalk {
    let templates: [String: Template]
    let texts: Texts
    var used: Set<String> = []
    var problems: [String] = []

    private static let assets = Assets()

    /// The frame's names; `t` and `asset` are checked by themselves, `person` and lists have members.
    private static let frame: JSONValue = {
        let text: JSONValue = ["type": "string"]
        let person: JSONValue = [
            "type": "object",
            "properties": [
                "name": text, "isStaff": ["type": "boolean"], "isShopper": ["type": "boolean"], "roles": text,
                "signOut": text, "initials": text, "mark": text,
            ],
        ]
        let truth: JSONValue = ["type": "boolean"]
        let list = { (members: JSONValue) -> JSONValue in
            ["type": "array", "items": ["type": "object", "properties": members]]
        }
        let entries = list(["entryText": text, "entryLink": text, "entryIcon": text, "isCurrent": truth])
        let areas = list(["areaText": text, "hasHeading": truth, "entries": entries])
        let themes = list(["themeName": text, "themeText": text, "themeIcon": text, "isChosen": truth])
        var names: [String: JSONValue] = ["person": person, "areas": areas, "themes": themes]
        for name in [
            "lang", "title", "path", "prefix", "key", "flash", "otherLanguage", "otherLanguageLink", "signInLink",
            "year", "theme", "chosenThemeIcon", "todoCount", "cartCount", "live", "seen", "searched",
        ] { names[name] = text }
        for name in ["isWork", "hasTodos"] { names[name] = truth }
        return ["type": "object", "properties": .object(names)]
    }()

    mutating func page(_ template: String, view: JSONValue) {
        guard let tags = templates[template] else {
            problems.append("there is no template \(template).mustache")
            return
        }
        walk(tags.tags, [Self.frame, view], template, depth: 0)
    }

    mutating func use(text key: String, at place: String) {
        used.insert(key)
        for language in Language.allCases where texts.find(key, language) == nil {
            problems.append("\(place): \(language.tag).json lacks \(key)")
        }
    }

    private mutating func walk(_ tags: [Template.Tag], _ scopes: [JSONValue], _ template: String, depth: Int) {
        for tag in tags {
            switch tag {
            case .text: continue
            case .variable(let name, _): _ = find(name, scopes, template)
            case .partial(let name):
                guard let partial = templates[name], depth < 8 else {
                    problems.append("\(template): there is no partial \(name).mustache")
                    continue
                }
                walk(partial.tags, scopes, "\(template) > \(name)", depth: depth + 1)
            case .section(let name, let inside), .inverted(let name, let inside):
                let found = find(name, scopes, template)
                let inner = found.map { $0["items"] ?? $0 }
                walk(inside, inner.map { scopes + [$0] } ?? scopes, template, depth: depth)
            }
        }
    }

    /// What a name refers to: a text, or a property of the innermost scope that has it.
    private mutating func find(_ name: Template.Name, _ scopes: [JSONValue], _ template: String) -> JSONValue? {
        let steps = name.steps
        // `.` speaks of the element at hand.
        guard !steps.isEmpty else { return nil }
        if steps.count == 2, name.first == "t" {
            use(text: steps[1], at: template)
            return nil
        }
        if steps.count == 2, name.first == "asset" {
            if Self.assets.links[steps[1]] == nil { problems.append("\(template): there is no \(name)") }
            return nil
        }
        for scope in scopes.reversed() {
            guard var found = scope["properties"]?[steps[0]] else { continue }
            for step in steps.dropFirst() {
                guard let next = found["properties"]?[step] else {
                    problems.append("\(template): {{\(name)}} is not in the view")
                    return nil
                }
                found = next
            }
            return found
        }
        problems.append("\(template): {{\(name)}} is neither in the view nor in the frame")
        return nil
    }
}

extension [String] {
    /// Each once, in order of first appearance.
    var reduced: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
