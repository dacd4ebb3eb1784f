import Foundation

/// The templates of the runtime and of the service, rendered inside the shared layout.
struct PageLibrary: Sendable {
    let templates: [String: Template]

    /// A template that a route names and nobody wrote.
    struct MissingTemplate: Error, CustomStringConvertible {
        let name: String
        var description: String { "there is no template \(name).mustache" }
    }

    /// Reads every `.mustache` file of the folders; a later folder's takes the place of an earlier one's.
    /// - Throws: ``Template/Unreadable``; what reading the files throws.
    init(folders: [URL]) throws {
        let files = try folders.flatMap { try Self.files(in: $0) }
        self.init(
            try files.map { file in
                try Template(
                    String(contentsOf: file, encoding: .utf8), named: file.deletingPathExtension().lastPathComponent)
            })
    }

    init(_ templates: [Template]) {
        self.templates = Dictionary(templates.map { ($0.name, $0) }) { $1 }
    }

    static func files(in folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "mustache" }.sorted { $0.path < $1.path }
    }

    /// The page as HTML, and if people follow it the revision by which they know whether it has changed.
    ///
    /// - Parameter title: the key of its title.
    /// - Throws: ``MissingTemplate``; what the view's own encoding throws.
    func render(_ view: any Encodable & Sendable, template: String, title: String, _ call: Call) throws -> String {
        let shown = try PageValue(view)
        let frame = PageFrame(
            call, title: title, number: (view as? any ShowsDocument)?.document.number,
            seen: PageLook.isFollowed(view) && call.person != nil ? shown.mark : nil)
        let outer = try PageValue(frame).object
        func render(_ template: String, _ inner: PageObject) throws -> String {
            var renderer = PageRenderer(
                self, texts: { call.text($0) }, assets: call.service.assets.links, in: [outer, inner])
            try renderer.render(template)
            return renderer.html
        }
        let content = PageObject()
        content["content"] = .text(try render(template, shown.object))
        return try render("layout", content)
    }
}
