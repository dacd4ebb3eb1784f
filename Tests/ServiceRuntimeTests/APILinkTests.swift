import Foundation
import JSONSchema
import Testing

@testable import ServiceRuntime

@Suite("The API document says what can be done next")
struct APILinkTests {
    private static func links(_ method: String, _ path: String) throws -> JSONValue {
        let operation = try OpenAPIDocument.value(for: NotesHouse.definition)["paths"]?[path]?[method]
        return try #require(operation?["responses"]?[method == "post" ? "201" : "200"]?["links"])
    }

    @Test func aListLeadsToTheThingsInIt() throws {
        let show = try Self.links("get", "/notes/api/notes")["get_notes_api_notes_id"]
        #expect(show?["operationId"] == "get_notes_api_notes_id")
        #expect(show?["parameters"] == ["id": "$response.body#/items/0/noteID"])
    }

    @Test func whatWasMadeLeadsOn() throws {
        let links = try Self.links("post", "/notes/api/notes")
        for next in ["get_notes_api_notes_id", "put_notes_api_notes_id", "delete_notes_api_notes_id"] {
            #expect(links[next]?["parameters"] == ["id": "$response.body#/id"], "\(next)")
        }
    }

    @Test func nothingLeadsToItselfOrNowhere() throws {
        #expect(try Self.links("get", "/notes/api/notes/{id}")["get_notes_api_notes_id"] == nil)
        let open = try OpenAPIDocument.value(for: NotesHouse.definition)["paths"]?["/notes/api/open"]?["get"]
        #expect(open?["responses"]?["200"]?["links"] == nil)
    }
}
