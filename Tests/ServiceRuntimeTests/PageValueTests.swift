import Foundation
import Kernel
import Testing

@testable import ServiceRuntime

@Suite("Views as templates are given them")
struct PageValueTests {
    private enum Colour: String, Encodable { case red }
    private struct Line: Encodable {
        let name: String
        var note: String?
        var isOpen = false
    }
    private struct View: Encodable {
        let title = "<Cups>"
        let count = 3
        let share = 0.5
        let colour = Colour.red
        let id = ID<Line>(rawValue: UUID(uuidString: "0190A0A0-0000-7000-8000-000000000001") ?? UUID())
        let note = "outer"
        let lines = [Line(name: "a", note: "inner"), Line(name: "b", isOpen: true)]
        let none: [Line] = []
        let groups = [["x", "y"], ["z"]]
        let absent: Line? = nil
        let present: Line? = Line(name: "p")
    }

    /// Says itself how it is encoded, with lists inside.
    private struct Table: Encodable {
        enum CodingKeys: CodingKey { case rows }
        func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: CodingKeys.self)
            var rows = members.nestedUnkeyedContainer(forKey: .rows)
            for row in [["a", "b"], ["c"]] {
                var cells = rows.nestedUnkeyedContainer()
                for cell in row { try cells.encode(cell) }
            }
        }
    }

    @Test func listsThatAViewEncodesItselfAreThere() throws {
        #expect(try shown("{{#rows}}({{#.}}{{.}}{{/.}}){{/rows}}", of: Table()) == "(ab)(c)")
    }

    private func render(_ template: String) throws -> String { try shown(template, of: View()) }

    @Test func valuesAreShownAsPeopleReadThem() throws {
        #expect(try render("{{title}} {{{title}}} {{count}} {{share}} {{colour}}") == "&lt;Cups&gt; <Cups> 3 0.5 red")
        #expect(try render("{{id}}") == "0190a0a0-0000-7000-8000-000000000001")
    }

    @Test func sectionsFollowWhatIsThere() throws {
        #expect(try render("{{#lines}}{{name}}{{#isOpen}}!{{/isOpen}}{{^isOpen}}?{{/isOpen}}{{/lines}}") == "a?b!")
        #expect(try render("{{#none}}x{{/none}}{{^none}}nothing{{/none}}") == "nothing")
        #expect(
            try render("{{#absent}}x{{/absent}}{{^absent}}absent{{/absent}}{{#present}}{{name}}{{/present}}")
                == "absentp")
        #expect(try render("{{#groups}}({{#.}}{{.}}{{/.}}){{/groups}}") == "(xy)(z)")
    }

    @Test func whatAnElementLacksIsThatOfItsParent() throws {
        #expect(try render("{{#lines}}{{note}} {{/lines}}") == "inner outer ")
        #expect(try render("{{#title}}{{count}}{{.}}{{/title}}") == "3&lt;Cups&gt;")
        #expect(try render("{{present.name}} {{missing}}") == "p ")
    }

    @Test func pagesThatShowTheSameHaveTheSameMark() throws {
        #expect(try PageValue(View()).mark == PageValue(View()).mark)
        #expect(try PageValue(Line(name: "a")).mark != PageValue(Line(name: "b")).mark)
        // The same letters in other places are another page.
        #expect(try PageValue(Line(name: "a", note: "bc")).mark != PageValue(Line(name: "ab", note: "c")).mark)
        #expect(try PageValue([["a", "b"]]).mark != PageValue([["a"], ["b"]]).mark)
    }

    @Test func thePageKnowsWhatItLeadsTo() throws {
        let (one, other) = (UUID(), UUID())
        let line = Line(name: "/crm/leads/\(one.uuidString.lowercased())?then=1", note: other.uuidString)
        #expect(try PageValue([line]).ids == [one, other])
    }
}

/// A view in a template without layout.
func shown(_ template: String, of view: some Encodable, partials: [String: String] = [:]) throws -> String {
    let linker = TemplateLinker(
        templates: Dictionary(
            uniqueKeysWithValues: try partials.map { ($0.key, try Template($0.value, named: $0.key)) }),
        texts: { "text <\($0)>" }, assets: ["shell": "/shell.css"])
    var renderer = PageRenderer(in: [try PageValue(view).object])
    renderer.show(try linker.link(Template(template, named: "page")))
    return renderer.html
}
