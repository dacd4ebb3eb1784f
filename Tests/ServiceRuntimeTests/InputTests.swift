import Foundation
import Kernel
import Testing

@testable import ServiceRuntime

@Suite struct InputTests {
    private func form(_ text: String) throws -> NewNote { try FormFields.parse(text).decode(NewNote.self) }

    private func fields(_ body: () throws -> Any) -> [FieldProblem] {
        do {
            _ = try body()
            return []
        } catch {
            return (error as? Problem)?.fields ?? []
        }
    }

    @Test func aFormIsATree() throws {
        let note = try form(
            "text=a+b%21&price.amount=12.30&lines[0].name=x&lines[0].count=2&lines[2].name=y&lines[2].count=3&lines[1].name="
        )
        #expect(note.text == "a b!")
        #expect(note.price == Money(minor: 1230))
        #expect(note.lines?.map(\.name) == ["x", "y"])
        #expect(note.lines?.map(\.count) == [2, 3])
    }

    @Test func everyMissingFieldIsNamed() {
        let problems = fields { try form("lines[0].name=x&lines[1].count=1&price.currency=CNY") }
        #expect(problems.map(\.field).sorted() == ["lines[0].count", "lines[1].name", "price.amount", "text"])
    }

    @Test func aWrongFieldIsNamedByItsPath() {
        #expect(fields { try form("text=a&lines[0].name=x&lines[0].count=two") }.map(\.field) == ["lines[0].count"])
        #expect(fields { try form("text=a&price.amount=1.234") }.map(\.field) == ["price.amount"])
    }

    @Test func jsonKeepsItsTypes() throws {
        let wrong = InputValue.object(["text": .integer(1)])
        #expect(fields { try wrong.decode(NewNote.self) } == [FieldProblem(field: "text", message: "must be text")])
        let text = InputValue.object([
            "text": .string("a"), "lines": .array([.object(["name": .string("n"), "count": .string("1")])]),
        ])
        #expect(fields { try text.decode(NewNote.self) }.map(\.field) == ["lines[0].count"])
    }

    @Test func oneTickedBoxIsAList() throws {
        struct Ticked: Codable { var roles: [Role] }
        #expect(try FormFields.parse("roles=hr").decode(Ticked.self).roles == [.hr])
        #expect(try FormFields.parse("roles=hr&roles=sales").decode(Ticked.self).roles == [.hr, .sales])
        #expect(fields { try FormFields.parse("roles=king").decode(Ticked.self) }.map(\.field) == ["roles[0]"])
    }

    @Test(arguments: ["a[=1", "a[x]=1", "a[99999]=1", "a=1&a.b=2", "a[0]=1&a.b=1", "%zz=1", "a=%ff"])
    func nonsenseIsRefusedNotCrashed(text: String) {
        #expect(throws: Problem.self) { try FormFields.parse(text) }
    }

    @Test func pathWinsOverBodyAndBodyOverQuery() throws {
        let request = ReceivedRequest(
            id: "x", method: "POST", path: "/", query: "id=query&a=query&q=1",
            headers: ["content-type": "application/json"], body: Data(#"{"a":"body","id":"body"}"#.utf8),
            idempotencyKey: nil)
        let input = try RequestInput.collect(request, parameters: ["id": "path"])
        #expect(input["id"] == .text("path"))
        #expect(input["a"] == .string("body"))
        #expect(input["q"] == .text("1"))
    }

    @Test func theSameInputHasTheSameFingerprint() {
        let a = InputValue.object(["x": .text("1"), "y": .text("2")])
        let b = InputValue.object(["y": .text("2"), "x": .text("1")])
        #expect(a.canonical == b.canonical)
        #expect(a.canonical != InputValue.object(["x": .text("1,y=2")]).canonical)
    }
}
