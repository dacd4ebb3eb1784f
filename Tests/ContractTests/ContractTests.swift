import CRMEvents
import ERPEvents
import EventContracts
import Foundation
import JSONSchema
import Kernel
import OAEvents
import PortalEvents
import Testing

private let catalogs = [OA.catalog, CRM.catalog, ERP.catalog, Portal.catalog]
private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// The published contracts: documents that match the types, and bodies of every version that stay readable for good.
@Suite struct ContractTests {
    /// Run with QIAO_WRITE_CONTRACTS=1 to write the documents and the golden bodies of new types.
    private static let writes = ProcessInfo.processInfo.environment["QIAO_WRITE_CONTRACTS"] == "1"

    @Test func documentsMatchTheTypes() throws {
        let folder = root.appending(path: "docs/events")
        let files = try EventDocuments.files(catalogs)
        if Self.writes {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (name, text) in files {
                try Data(text.utf8).write(to: folder.appending(path: name))
            }
        }
        for (name, text) in files {
            let committed = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            #expect(
                committed == text, "docs/events/\(name) differs: a published contract changed, or is not written yet")
        }
        let present = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        #expect(Set(present) == Set(files.keys))
    }

    @Test func everyVersionEverPublishedIsStillRead() throws {
        for type in catalogs.flatMap(\.types) { try checkGolden(type) }
    }

    private func checkGolden<E: Event>(_ type: E.Type) throws {
        let file = root.appending(path: "Tests/ContractTests/Golden/\(EventDocuments.fileName(E.name))")
        if Self.writes && !FileManager.default.fileExists(atPath: file.path) {
            let example = try SchemaProbe.example(of: E.self)
            try (WireJSON.encode(example) + Data("\n".utf8)).write(to: file)
        }
        let body = try Data(contentsOf: file)
        let event = try WireJSON.decode(E.self, from: body)
        let again = try JSONDecoder().decode(JSONValue.self, from: WireJSON.encode(event))
        let golden = try JSONDecoder().decode(JSONValue.self, from: body)
        #expect(again == golden, "\(E.name) no longer reads and writes what it published")
    }

    @Test func namesSayWhoPublishesAndWhatHappened() {
        for catalog in catalogs {
            for name in catalog.names {
                #expect(name.publisher == catalog.publisher)
                #expect(!name.verb.isEmpty && !name.verb.contains("."))
                #expect(name.version >= 1)
            }
            #expect(Set(catalog.names).count == catalog.names.count)
            #expect(catalog.sensitive.isSubset(of: Set(catalog.aggregateTypes)))
        }
    }

    @Test func partitionsAreTheSameInEveryVersion() {
        let ids = [
            "00000000-0000-7000-8000-000000000001", "01930000-0000-7000-8000-00000000002a",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
        ].compactMap(UUID.init(uuidString:))
        #expect(ids.map { Partition(of: $0).number } == [2, 7, 5])
    }
}
