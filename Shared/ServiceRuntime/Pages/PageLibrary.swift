import Foundation
import Mustache

/// The templates of the runtime and of the service, rendered inside the shared layout.
struct PageLibrary: Sendable {
    let templates: MustacheLibrary

    /// A template that a route names and nobody wrote.
    struct MissingTemplate: Error, CustomStringConvertible {
        let name: String
        var description: String { "there is no template \(name).mustache" }
    }

    /// Reads every `.mustache` file of the folders; a later folder's takes the place of an earlier one's.
    init(folders: [URL]) throws {
        var library = MustacheLibrary()
        for folder in folders {
            for file in try Self.files(in: folder) {
                try library.register(
                    String(contentsOf: file, encoding: .utf8), named: file.deletingPathExtension().lastPathComponent)
            }
        }
        templates = library
    }

    static func files(in folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "mustache" }.sorted { $0.path < $1.path }
    }

    /// The page as HTML.
    /// - Throws: ``MissingTemplate``; what the view's own encoding throws.
    func render(_ view: any Encodable & Sendable, template: String, frame: PageFrame) throws -> String {
        var context = PageContext(
            view: try .of(view), frame: try .of(frame), texts: frame.t, assets: frame.asset, content: nil)
        let content = try render(context, template)
        context = PageContext(
            view: PageValue(), frame: context.frame, texts: frame.t, assets: frame.asset, content: content)
        return try render(context, "layout")
    }

    private func render(_ context: PageContext, _ name: String) throws -> String {
        guard let text = templates.render(context, withTemplate: name) else { throw MissingTemplate(name: name) }
        return text
    }
}
