import Foundation
import Kernel

/// The pages of a service in each language, ready to be filled in, inside the shared layout.
struct PageLibrary: Sendable {
    private let pages: [Language: [String: [Template.Tag]]]

    /// A template that a route or another template names and nobody wrote.
    struct MissingTemplate: Error, CustomStringConvertible {
        let name: String
        var description: String { "there is no template \(name).mustache" }
    }

    /// - Parameter assets: the addresses of styles, scripts and pictures.
    /// - Throws: ``MissingTemplate``; ``Template/Unreadable`` of a template that holds itself.
    init(_ templates: [String: Template], _ texts: Texts, assets: [String: String]) throws {
        pages = Dictionary(
            uniqueKeysWithValues: try Language.allCases.map { language in
                let linker = TemplateLinker(templates: templates, texts: { texts[$0, language] }, assets: assets)
                return (language, try templates.mapValues { try linker.link($0) })
            })
    }

    /// The page as HTML, and if people follow it the revision by which they know whether it has changed.
    ///
    /// - Parameters:
    ///   - title: the key of its title.
    ///   - cart: how much is in the caller's cart, where that is known.
    /// - Throws: ``MissingTemplate``; what the view's own encoding throws.
    func render(
        _ view: any Encodable & Sendable, template: String, title: String, cart: ExactDecimal? = nil, _ call: Call
    ) throws -> String {
        let shown = try PageValue(view)
        let frame = PageFrame(
            call, title: title, number: (view as? any ShowsDocument)?.document.heading,
            seen: PageLook.isFollowed(view) && call.person != nil ? shown.mark : nil, cart: cart)
        let outer = try PageValue(frame).object
        let content = PageObject()
        content["content"] = .text(try render(template, in: [outer, shown.object], call.language))
        return try render("layout", in: [outer, content], call.language)
    }

    private func render(_ name: String, in scopes: [PageObject], _ language: Language) throws -> String {
        guard let tags = pages[language]?[name] else { throw MissingTemplate(name: name) }
        var renderer = PageRenderer(in: scopes)
        renderer.show(tags)
        return renderer.html
    }
}
