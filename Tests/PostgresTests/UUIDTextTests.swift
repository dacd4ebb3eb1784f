import Foundation
import Postgres
import Testing

@Suite struct UUIDTextTests {
    @Test func itIsFoundationsTextInSmallLetters() throws {
        for _ in 0..<1000 {
            let id = UUID()
            #expect(id.postgresText == id.uuidString.lowercased())
            #expect(try UUID(postgresText: id.uuidString) == id)
            #expect(try UUID(postgresText: id.uuidString.lowercased()) == id)
        }
    }

    @Test(arguments: [
        "", "1", "9f0e3c4e-0000-4000-8000-00000000000", "9f0e3c4e-0000-4000-8000-0000000000001",
        "9f0e3c4e-0000-4000-8000-00000000000g", "9f0e3c4e00004000800000000000000001234",
        "9f0e3c4e-0000-4000-8000-000000000001 ", "９f0e3c4e-0000-4000-8000-000000000001",
    ])
    func otherTextIsNone(text: String) {
        #expect(throws: (any Error).self) { try UUID(postgresText: text) }
    }
}
