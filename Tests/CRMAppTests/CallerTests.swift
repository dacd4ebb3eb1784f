import CRMEvents
import EventContracts
import Foundation
import JSONSchema
import Kernel
import ServiceRuntime
import Testing

@testable import CRMApp

/// Support sees the number of who calls, and finds the customer by it.
@Suite struct CallerTests {
    @Test(arguments: ["13800001234", "+86 138 0000 1234", "008613800001234", "0000-1234", "1234567", "Ken"])
    func aCustomerIsFoundByTheNumberThatCalls(_ wanted: String) async throws {
        try await FrontOffice.open { office in
            let lead = try await office.call(
                "leads",
                ["name": "Ken", "company": "Harbour Works", "source": "card", "phone": "+86 138-0000-1234"],
                as: office.joe)
            let known = try await office.call("leads/{id}/convert", ["id": .string(lead.text("id"))], as: office.joe)
            let other = try await office.call(
                "leads", ["name": "Lee", "source": "card", "phone": "020 7946 0123"], as: office.joe)
            _ = try await office.call("leads/{id}/convert", ["id": .string(other.text("id"))], as: office.joe)

            let tom = Person(id: UUID(), name: "Tom", kind: .staff, roles: [.support])
            let found = try await office.read("customers", ["q": .string(wanted)], as: tom)
            guard case .array(let items)? = found["items"] else { throw FrontOffice.Missing(what: "items") }
            #expect(items.map { $0.text("id") } == (wanted == "1234567" ? [] : [known.text("customerID")]))
        }
    }
}
