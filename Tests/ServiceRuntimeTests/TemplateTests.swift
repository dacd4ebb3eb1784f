import Testing

@testable import ServiceRuntime

@Suite("Templates")
struct TemplateTests {
    private struct View: Encodable {
        let name = "<a href='x' title=\"y\">&</a>"
        let html = "<b>b</b>"
        let isOpen = true
        let lines = ["1", "2"]
    }

    @Test func whatIsShownHoldsNoHTMLUnlessTheTemplateSaysSo() throws {
        #expect(
            try shown(#"<p title="{{name}}">"#, of: View())
                == #"<p title="&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;&lt;/a&gt;">"#)
        #expect(try shown("{{html}}{{{html}}}", of: View()) == "&lt;b&gt;b&lt;/b&gt;<b>b</b>")
        #expect(try shown("é{{isOpen}}日本", of: View()) == "étrue日本")
    }

    @Test func textsAndAddressesComeByName() throws {
        #expect(try shown("{{t.hello}} {{asset.shell}}{{asset.gone}}", of: View()) == "text &lt;hello&gt; /shell.css")
        #expect(try shown("{{#lines}}{{{t.hello}}}{{/lines}}", of: View()) == "text <hello>text <hello>")
    }

    @Test func aPartialSeesWhatIsAroundIt() throws {
        let page = "{{#lines}}{{> line}}{{/lines}}"
        #expect(try shown(page, of: View(), partials: ["line": "{{.}}{{#isOpen}}!{{/isOpen}}"]) == "1!2!")
    }

    @Test func aPartialThatIsMissingOrHoldsItselfIsFoundBeforeAnythingIsShown() {
        #expect(throws: PageLibrary.MissingTemplate.self) { try shown("{{#gone}}{{> gone}}{{/gone}}", of: View()) }
        #expect(throws: Template.Unreadable.self) {
            try shown("{{> one}}", of: View(), partials: ["one": "{{> other}}", "other": "{{> one}}"])
        }
    }

    @Test func linesOfTagsAloneAreNotShown() throws {
        let page =
            "<ul>\n  {{#lines}}\n  <li>{{.}}</li>\n  {{/lines}}\n{{! a remark }}\n</ul> {{#isOpen}} x {{/isOpen}}\n"
        #expect(try shown(page, of: View()) == "<ul>\n  <li>1</li>\n  <li>2</li>\n</ul>  x \n")
    }

    @Test(arguments: ["{{#a}}", "{{#a}}{{/b}}", "{{/a}}", "{{a", "{{{a}}", "{{a b}}", "{{}}", "{{&a}}", "{{=| |=}}"])
    func whatIsNotWellMadeIsRefused(_ text: String) {
        #expect(throws: Template.Unreadable.self) { try Template(text, named: "page") }
    }
}
