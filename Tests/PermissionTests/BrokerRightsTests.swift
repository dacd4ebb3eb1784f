import CRMEvents
import ERPEvents
import EventContracts
import Foundation
import Messaging
import OAEvents
import PortalEvents
import ServiceRuntime
import Testing

/// What the deployment lets the services bind to is what they follow: what is sensitive for those who need it alone.
@Suite struct BrokerRightsTests {
    private struct Definitions: Decodable {
        struct Rights: Decodable {
            let user: String
            let write: String
            let read: String
        }
        let topic_permissions: [Rights]
    }

    private static let catalogs = [OA.catalog, CRM.catalog, ERP.catalog, Portal.catalog]

    @Test(arguments: House.allCases)
    func rightsAreWhatTheServiceNeeds(house: House) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "deploy/rabbitmq/definitions.json")
        let definitions = try JSONDecoder().decode(Definitions.self, from: Data(contentsOf: file))
        let rights = try #require(definitions.topic_permissions.first { $0.user == house.rawValue })
        let (read, write) = (try Regex(rights.read), try Regex(rights.write))
        let configuration = House.configuration("none")
        let assembly = try ServiceRuntime.build(house.definition(configuration), configuration)
        let follows = Set(assembly.context.messaging.topology.follows)
        #expect(!follows.isEmpty)
        for catalog in Self.catalogs {
            for type in catalog.aggregateTypes {
                let isOwn = catalog.publisher == house.rawValue
                let isSensitive = catalog.sensitive.contains(type)
                let mayBind = "*.\(type).*".contains(read)
                #expect(mayBind == (!isSensitive || isOwn || follows.contains(type)), "\(house.rawValue) and \(type)")
                #expect("p07.\(type).changed".contains(write) == isOwn, "\(house.rawValue) publishes \(type)")
            }
        }
        for key in ["#", "*.*.*.*", "*.crm.*.*", "*.crm.#", "#.credit-terms.#"] {
            #expect(!key.contains(read), "\(house.rawValue) binds \(key)")
        }
    }
}
