import Testing

/// What the other rules stand on: code told from comments and strings.
@Suite struct SwiftTextTests {
    @Test(arguments: [
        ("let a = 1 // try! it\nlet b = 2", "let a = 1 \nlet b = 2"),
        ("/* a /* b */ try! */ x", " x"),
        ("f(\"as! \\(g(try! h(1)))\")", "f(\"\" g(try! h(1)) )"),
        ("let t = \"\"\"\n    fatalError(\n    \\\"\"\" \"\"\"; y", "let t = \"\"\n\n; y"),
        ("#\"a \\(b) \"c\" \\#(d) e\"# z", "\"\" d  z"),
        ("\"\\\\\" + \"\\\"\" + q", "\"\" + \"\" + q"),
    ])
    func commentsAndStringsAreLeftOut(source: String, code: String) {
        #expect(squeezed(SwiftText.code(of: source)) == squeezed(code))
    }

    @Test func importsAreTheModules() {
        let source = """
            import Foundation
            @testable import OAApp
            @preconcurrency public import struct NIOCore.ByteBuffer
            // import Comment
            let text = "import String"
            """
        #expect(SwiftText.imports(of: SwiftText.code(of: source)) == ["Foundation", "OAApp", "NIOCore"])
    }

    private func squeezed(_ text: String) -> String { text.split(separator: " ").joined(separator: " ") }
}
